package podium.model;

import java.util.Optional;
import podium.tensor.StoredTensor;

/// An opened model directory: its tensors are memory-mapped until it is closed.
public interface ModelDirectory extends ModelFiles, AutoCloseable {

  /// The tensor of that name, checked to have that shape and a float dtype.
  ///
  /// @throws podium.RerankException.ModelUnavailable naming file, tensor, expected and found
  StoredTensor tensor(String name, long... shape);

  /// The same, or empty if there is none of that name. A wrong shape is still an error.
  Optional<StoredTensor> optionalTensor(String name, long... shape);

  @Override
  void close();
}
