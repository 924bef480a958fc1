package podium.engine;

/// Elementwise functions, by the names that `hidden_act` uses in `config.json`.
public enum Activation {
  /// `x/2 · (1 + erf(x/√2))`; `gelu`.
  GELU,
  /// `x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³)))`; `gelu_new`, `gelu_pytorch_tanh`.
  GELU_TANH,
  /// `x · sigmoid(x)`; `silu`, `swish`.
  SILU,
  /// `max(x, 0)`; `relu`.
  RELU,
  /// `tanh`.
  TANH
}
