package podium.model;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import podium.tensor.StoredTensor;

/// An opened model directory: its tensors are memory-mapped until it is closed. Immutable, so that
/// any thread may use it; whoever touches a tensor after [#close] gets an [IllegalStateException].
/// Whoever updates a model on disk must write new files and rename them, as one that is overwritten
/// in place changes, or takes the process down, while it is mapped.
public interface ModelDirectory extends ModelFiles, AutoCloseable {

  /// Opens a directory with `config.json` and `model.safetensors`, or the shards listed in
  /// `model.safetensors.index.json`. All headers are checked against their files; weights are not
  /// read.
  ///
  /// @throws podium.RerankException.ModelUnavailable with one sentence that says what is wrong
  static ModelDirectory open(Path directory) {
    return new MappedModel(Folder.at(directory));
  }

  /// The tensor of that name, checked to have that shape and a float dtype.
  ///
  /// @throws podium.RerankException.ModelUnavailable naming file, tensor, expected and found
  StoredTensor tensor(String name, long... shape);

  /// The same, or empty if there is none of that name. A wrong shape is still an error.
  Optional<StoredTensor> optionalTensor(String name, long... shape);

  /// How many rows the tensor of that name has: its first dimension, where the configuration does
  /// not say it.
  ///
  /// @throws podium.RerankException.ModelUnavailable naming file and tensor if it is not there or
  ///   is a single number
  int rows(String name);

  /// Names of all tensors.
  Set<String> tensorNames();

  /// Bytes of all tensors together, as stored.
  long weightBytes();

  /// How most of them are stored: `f32`, `f16`, `bf16`, or `packed` into fewer bits.
  String weightType();

  /// The directory's files as they were when it was opened. Compare it with [Fingerprint#of(Path)]
  /// to learn whether they have changed since.
  Fingerprint fingerprint();

  /// Lets go of the pages that were read so far, which count as memory of this process. Whoever
  /// touches a tensor gets them again from the system's file cache.
  void releasePages();

  @Override
  void close();
}
