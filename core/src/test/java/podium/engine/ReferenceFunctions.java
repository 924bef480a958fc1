package podium.engine;

/// Functions of one number or one row, in double precision.
final class ReferenceFunctions {

  private ReferenceFunctions() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// `sum + factor · x`, into `sum`.
  static void add(double[] sum, double factor, double[] x) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * x[i];
    }
  }

  static double apply(Activation activation, double x) {
    return switch (activation) {
      case GELU -> x / 2 * (1 + erf(x / Math.sqrt(2)));
      case GELU_TANH ->
          x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case SILU -> x / (1 + Math.exp(-x));
      case RELU -> Math.max(x, 0);
      case TANH -> Math.tanh(x);
    };
  }

  /// The error function by its series without cancellation (Abramowitz, Stegun 7.1.6):
  ///
  ///     erf(x) = 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 · … · (2n + 1))
  static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x); // 1 − erf(6) < 3e-17
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /// The nearest bf16, of two equally near ones the even one. Not for NaN.
  static float bf16(float x) {
    int bits = Float.floatToRawIntBits(x);
    int even = (bits >>> 16) & 1;
    return Float.intBitsToFloat((bits + 0x7fff + even) & 0xffff0000);
  }

  /// Softmax, in place. Subtracting the maximum changes nothing mathematically and keeps `exp` from
  /// overflowing. Minus infinity becomes zero.
  static void softmax(double[] x) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.exp(x[i] - max);
      sum += x[i];
    }
    for (int i = 0; i < x.length; i++) {
      x[i] /= sum;
    }
  }
}
