/// Pictures of measurements as SVG.
@NullMarked
package podium.plot;

import org.jspecify.annotations.NullMarked;
