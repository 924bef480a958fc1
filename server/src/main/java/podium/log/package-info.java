/// What a log line looks like: as text for people, as JSON for collectors.
@NullMarked
package podium.log;

import org.jspecify.annotations.NullMarked;
