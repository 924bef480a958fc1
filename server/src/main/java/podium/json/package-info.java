/// JSON as it arrives: checked once as a whole, read by key, quoted byte for byte.
@NullMarked
package podium.json;

import org.jspecify.annotations.NullMarked;
