package podium.engine;

import podium.tensor.Batch;

/// The operators that networks are written in, eager, over packed token batches. One instance
/// belongs to one worker thread at a time and owns the memory of all tensors it returns.
///
/// | symbol | meaning                                                     |
/// |--------|-------------------------------------------------------------|
/// | tokens | rows of the packed batch, [Batch#tokens()]                  |
/// | x, y   | `[rows, columns]` activations                               |
///
/// No operator changes its arguments, except [#rotate].
public interface Operators extends AutoCloseable {

  /// A matrix of numbers that come from outside, row-major: the inverse of [#read].
  ///
  /// @param elements `[rows · columns]`
  Tensor write(float[] elements, int columns);

  /// The sum of one row of each table per token: `y_t = Σ scale_kt · table_k[ids_k[t]]`.
  Tensor embed(Lookup... lookups);

  /// `y = x Wᵀ + b`, `[rows, out]`.
  Tensor linear(Tensor x, Engine.Linear layer);

  /// `y = activation(x Wᵀ + b)`.
  Tensor linear(Tensor x, Engine.Linear layer, Activation activation);

  /// `y = x Wᵀ + b + addend`: a residual connection. The sum is kept in f32.
  Tensor linearPlus(Tensor x, Engine.Linear layer, Tensor addend);

  /// `y = (x Wᵀ + b) ⊙ factor`: a gated layer whose gate is already computed.
  Tensor linearTimes(Tensor x, Engine.Linear layer, Tensor factor);

  /// Normalizes each row.
  Tensor norm(Tensor x, Engine.Norm norm);

  /// Normalizes each head of each row.
  ///
  /// @param x `[tokens, heads · norm.columns()]`
  Tensor normHeads(Tensor x, Engine.Norm norm);

  /// Columns `from` until `to`, a view without copying.
  Tensor columns(Tensor x, int from, int to);

  /// Scaled dot-product attention (Vaswani et al. 2017, section 3.2) within each sequence of the
  /// batch: `softmax(q kᵀ · scale) v` for every head, over the keys in reach.
  ///
  /// Keeps the keys and values of the batch's prefixes for other batches, and lets the sequences
  /// behind a prefix see its keys, waiting for the batch that computes them if need be. Only causal
  /// attention may have prefixes.
  ///
  /// @param q `[tokens, heads · d]`
  /// @param k `[tokens, keyHeads · d]`
  /// @param v `[tokens, keyHeads · d]`
  /// @return `[tokens, heads · d]`
  Tensor attention(Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape);

  /// The same with terms that depend on the distance of query and key. The sequences of the batch
  /// have no prefixes.
  Tensor attention(
      Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape, RelativeTerms terms);

  /// Rotates each head of each row in place, in the half-split form: with the head's halves a and
  /// b, `a′ = a cos − b sin`, `b′ = b cos + a sin`.
  ///
  /// @param x `[tokens, heads · 2 · rotation.halfSize()]`, may be a view
  void rotate(Tensor x, Rotation rotation);

  /// Picks rows and converts them to f32, for scoring heads: `[rows.length, columns]`.
  Tensor rows(Tensor x, int[] rows);

  /// The mean over the rows of each sequence, in f32: `[sequences, columns]`.
  Tensor meanRows(Tensor x, Batch batch);

  /// `x` with row i of `addend` added to its row `rows[i]`.
  Tensor addRows(Tensor x, int[] rows, Tensor addend);

  /// Puts each `count` rows that follow each other side by side: `[rows / count, count · columns]`.
  Tensor joinRows(Tensor x, int count);

  /// Copies `x` out, row-major, `[rows · columns]`.
  float[] read(Tensor x);

  /// Everything but `tensors` may be overwritten from now on. Networks call it after each layer, so
  /// that a forward pass needs the memory of one layer.
  void keep(Tensor... tensors);

  @Override
  void close();
}
