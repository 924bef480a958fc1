/// The values that cross the parts of the library: tensors as they are stored, encoded pairs,
/// packed batches.
@NullMarked
package podium.tensor;

import org.jspecify.annotations.NullMarked;
