package podium.engine;

/// A matrix of activations in memory of the engine, one row a token. Belongs to the [Operators]
/// that made it and lives until they reuse its memory ([Operators#keep]). In what precision the
/// elements are kept is the engine's business.
public interface Tensor {

  int rows();

  int columns();
}
