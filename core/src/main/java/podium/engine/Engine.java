package podium.engine;

import java.util.List;
import podium.Precision;
import podium.tensor.StoredTensor;

/// Turns stored weights into whatever form it computes with, and hands out [Operators]. Loading
/// happens on one thread; what it returns may be used by all workers at once and lives until the
/// engine is closed.
public interface Engine extends AutoCloseable {

  /// For people: library, version and instruction set, such as `oneDNN 3.13 avx512_core_bf16`.
  String description();

  /// The precision of [#linear].
  Precision precision();

  /// A linear layer `y = x Wᵀ + b` in this engine's precision.
  ///
  /// @param weights `[out_i, in]` each; stacked along their rows to `W = [out, in]`
  /// @param biases `[out_i]` each, one per weight, or an empty list for none
  Linear linear(List<StoredTensor> weights, List<StoredTensor> biases);

  /// The same in f32 whatever the precision: for scoring heads, which run on few rows.
  Linear exactLinear(List<StoredTensor> weights, List<StoredTensor> biases);

  /// Layer normalization `(x − mean) / √(var + ε) · w + b` with the biased variance.
  ///
  /// @param weight `[n]`
  /// @param bias `[n]`, or an empty list for none
  Norm layerNorm(StoredTensor weight, List<StoredTensor> bias, float epsilon);

  /// Root-mean-square normalization `x / √(mean(x²) + ε) · (w + offset)` (Zhang, Sennrich 2019).
  ///
  /// @param weight `[n]`
  /// @param offset 0, or 1 for Gemma
  Norm rmsNorm(StoredTensor weight, float epsilon, float offset);

  /// An embedding table `[rows, columns]`. It stays where it is (memory-mapped) and rows are
  /// gathered from there.
  Table table(StoredTensor weight);

  /// Rows for relative positions, `[distances, heads · d]`, in this engine's precision: keys or
  /// queries that stand for a distance, see [RelativeTerms.Content].
  Positions positions(StoredTensor weight);

  /// The operators of one worker, with memory of its own.
  ///
  /// @param threads how many threads share each operation
  Operators operators(int threads);

  /// Frees all weights. All operators must be closed before.
  @Override
  void close();

  /// A loaded linear layer `in → out`. In what form the weights are kept is the engine's business.
  interface Linear {
    int in();

    int out();
  }

  /// A loaded normalization over rows of `columns()` elements.
  interface Norm {
    int columns();
  }

  /// A loaded embedding table.
  interface Table {
    int rows();

    int columns();
  }

  /// Loaded rows for relative positions.
  interface Positions {
    int rows();

    int columns();
  }
}
