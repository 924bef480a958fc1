package podium.nn;

import podium.engine.Engine;
import podium.model.Family;
import podium.model.ModelDirectory;

/// A family of networks: how to recognise it on disk, and how to load it. Each lives in one file
/// and is one line in [Families].
public interface NetworkFamily extends Family {

  /// Reads and checks every tensor that the network needs.
  ///
  /// @throws podium.RerankException.ModelUnavailable naming file, tensor, expected and found
  Network load(ModelDirectory model, Engine engine);

  /// Checks every tensor that the network needs, reading no weights.
  ///
  /// @throws podium.RerankException.ModelUnavailable naming file, tensor, expected and found
  default void check(ModelDirectory model) {
    load(model, new ShapeEngine());
  }
}
