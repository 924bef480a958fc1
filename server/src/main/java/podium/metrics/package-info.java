/// What operators want to know, for Prometheus to collect.
@NullMarked
package podium.metrics;

import org.jspecify.annotations.NullMarked;
