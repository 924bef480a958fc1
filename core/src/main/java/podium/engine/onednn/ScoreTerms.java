package podium.engine.onednn;

/// What one attention adds to its scores.
sealed interface ScoreTerms permits ScoreTerms.None, DistanceRows, SlopeRows {

  record None() implements ScoreTerms {}
}
