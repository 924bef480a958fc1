package podium.eval;

import java.util.Optional;
import java.util.OptionalDouble;
import podium.Precision;

/// What one way to rank the candidates came to.
///
/// @param model its name, or that of the candidates as they came
/// @param precision empty for candidates as they came
/// @param gain of nDCG@10 over the candidates as they came; empty for these
/// @param speed empty for candidates from a file
/// @param cut share of the pairs whose document was longer than the model reads, in 0..1; empty for
///   candidates as they came
public record Measurement(
    String model,
    Optional<Precision> precision,
    Effectiveness effectiveness,
    Optional<Interval> gain,
    Optional<Speed> speed,
    OptionalDouble cut) {}
