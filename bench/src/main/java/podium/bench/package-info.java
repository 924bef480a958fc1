/// Benchmarks of operators and encoders.
@NullMarked
package podium.bench;

import org.jspecify.annotations.NullMarked;
