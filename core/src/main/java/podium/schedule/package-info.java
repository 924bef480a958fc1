/// Packs the work of many requests into token batches, fairly, and runs it on worker threads.
@NullMarked
package podium.schedule;

import org.jspecify.annotations.NullMarked;
