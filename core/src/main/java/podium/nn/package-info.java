/// Networks as formulas over the engine's operators: shared layers, then one file per family.
@NullMarked
package podium.nn;

import org.jspecify.annotations.NullMarked;
