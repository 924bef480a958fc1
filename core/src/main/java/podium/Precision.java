package podium;

/// The number format of matrix products. Norms, softmax, the residual stream's sums and the scoring
/// head stay in f32 in every precision.
public enum Precision {
  /// IEEE single precision: logits within 1e-4 of the reference.
  F32,
  /// bfloat16 products summed in f32: scores within 2e-2, about twice as fast where the CPU has
  /// native bf16 dot products.
  BF16
}
