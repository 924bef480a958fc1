package podium.nn;

import java.util.List;
import java.util.stream.Stream;
import podium.engine.Engine;
import podium.model.ModelDirectory;
import podium.tensor.StoredTensor;

/// The tensors of a model whose names begin with `prefix`, on their way into an engine. A name that
/// is missing or has another shape than asked for is refused by [ModelDirectory#tensor].
record Checkpoint(ModelDirectory model, Engine engine, String prefix) {

  /// Whether a layer adds a bias.
  enum Bias {
    PRESENT,
    ABSENT;

    static Bias when(boolean present) {
      return present ? PRESENT : ABSENT;
    }
  }

  /// A linear layer as stored.
  ///
  /// @param weight `[out, in]`
  /// @param bias `[out]`, or an empty list for none
  record StoredLinear(StoredTensor weight, List<StoredTensor> bias) {

    /// The part that computes the outputs `from` until `to`.
    StoredLinear outputs(int from, int to) {
      return new StoredLinear(
          weight.rows(from, to), bias.stream().map(b -> b.rows(from, to)).toList());
    }
  }

  static Checkpoint of(ModelDirectory model, Engine engine) {
    return new Checkpoint(model, engine, "");
  }

  /// What lies below `name`.
  Checkpoint at(String name) {
    return new Checkpoint(model, engine, prefix + name + ".");
  }

  /// Whether there is a tensor of that full name.
  boolean has(String name) {
    return model.hasTensor(prefix + name);
  }

  StoredTensor tensor(String name, long... shape) {
    return model.tensor(prefix + name, shape);
  }

  Engine.Table table(String name, int rows, int columns) {
    return engine.table(model.tensor(prefix + name + ".weight", rows, columns));
  }

  /// A linear layer with bias.
  Engine.Linear linear(String name, int in, int out) {
    return linear(stored(name, in, out, Bias.PRESENT));
  }

  /// Linear layers of the same input, stacked to one.
  Engine.Linear linear(StoredLinear... layers) {
    return engine.linear(
        Stream.of(layers).map(StoredLinear::weight).toList(),
        Stream.of(layers).flatMap(layer -> layer.bias().stream()).toList());
  }

  /// A linear layer in f32, for scoring heads.
  Engine.Linear exactLinear(StoredLinear layer) {
    return engine.exactLinear(List.of(layer.weight()), layer.bias());
  }

  StoredLinear stored(String name, int in, int out, Bias bias) {
    return new StoredLinear(
        model.tensor(prefix + name + ".weight", out, in), bias(name, out, bias));
  }

  Engine.Norm layerNorm(String name, int columns, float epsilon) {
    return layerNorm(name, columns, epsilon, Bias.PRESENT);
  }

  Engine.Norm layerNorm(String name, int columns, float epsilon, Bias bias) {
    return engine.layerNorm(
        model.tensor(prefix + name + ".weight", columns), bias(name, columns, bias), epsilon);
  }

  /// @param offset added to each weight
  Engine.Norm rmsNorm(String name, int columns, float epsilon, float offset) {
    return engine.rmsNorm(model.tensor(prefix + name + ".weight", columns), epsilon, offset);
  }

  private List<StoredTensor> bias(String name, int length, Bias bias) {
    return switch (bias) {
      case PRESENT -> List.of(model.tensor(prefix + name + ".bias", length));
      case ABSENT -> List.of();
    };
  }
}
