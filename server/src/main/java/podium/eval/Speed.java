package podium.eval;

import java.util.OptionalDouble;

/// How long queries took, one after the other, each with all its candidates.
///
/// @param p50 milliseconds that half of the queries took at most
/// @param p95 milliseconds that 95 % of them took at most
/// @param pairsPerSecond pairs of a query and a candidate; empty for a search, which looks at none
public record Speed(double p50, double p95, OptionalDouble pairsPerSecond) {}
