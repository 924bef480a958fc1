/// Benchmark material: model directories of true size with random weights, and requests of known
/// length.
@NullMarked
package podium.bench;

import org.jspecify.annotations.NullMarked;
