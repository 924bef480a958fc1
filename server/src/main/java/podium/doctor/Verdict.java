package podium.doctor;

/// How something that was looked at is.
public enum Verdict {
  OK,
  /// Podium works, but perhaps not as meant.
  WARNING,
  /// Something does not work.
  FAILED
}
