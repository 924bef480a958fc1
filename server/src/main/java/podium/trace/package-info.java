/// Tells OpenTelemetry what became of each request.
@NullMarked
package podium.trace;

import org.jspecify.annotations.NullMarked;
