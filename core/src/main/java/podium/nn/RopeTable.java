package podium.nn;

import java.util.Arrays;
import podium.RerankException.ModelUnavailable;
import podium.engine.Rotation;

/// Cosines and sines of a rotary position embedding (Su et al. 2021): position p turns the i-th
/// pair of a head by `p · θ^(−2i/d)`. Computed for as many positions as were ever asked for. Any
/// thread may use it.
final class RopeTable {

  private final float[] frequencies;
  private volatile Angles angles = new Angles(0, new float[0], new float[0]);

  private RopeTable(float[] frequencies) {
    this.frequencies = frequencies;
  }

  /// @param theta the base θ of the frequencies
  /// @param headSize d, even
  RopeTable(double theta, int headSize) {
    this(frequencies(theta, headSize, 1));
  }

  /// Frequencies for texts `factor` times as long as those of training, at every length:
  /// `(θf)^(−2i/d) / f^(2/d)` (bloc97 2023, "NTK-aware scaled RoPE").
  static RopeTable ntk(double theta, double factor, int headSize) {
    double divisor = Math.pow(factor, 2.0 / headSize);
    return new RopeTable(frequencies(theta * factor, headSize, divisor));
  }

  /// How Llama 3.1 and its successors stretch positions (Grattafiori et al. 2024): those pairs that
  /// turn less than `slowest` times within the texts of the first training turn `factor` times
  /// slower, those that turn more than `fastest` times turn as they did, those between something
  /// between.
  ///
  /// @param length of the texts of the first training, in tokens
  record Stretch(double factor, double slowest, double fastest, double length) {

    Stretch {
      if (factor < 1 || length < 1 || fastest <= slowest) {
        throw new ModelUnavailable(
            "config.json: rotary positions stretched %s times, between %s and %s turns in %s tokens, make no sense"
                .formatted(factor, slowest, fastest, length));
      }
    }

    double of(double frequency) {
      double turns = length * frequency / (2 * Math.PI);
      double kept = Math.clamp((turns - slowest) / (fastest - slowest), 0.0, 1.0);
      return kept * frequency + (1 - kept) * frequency / factor;
    }
  }

  static RopeTable stretched(double theta, int headSize, Stretch stretch) {
    float[] frequencies = new float[headSize / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) stretch.of(Math.pow(theta, -2.0 * i / headSize));
    }
    return new RopeTable(frequencies);
  }

  /// For heads of which one half turns by one coordinate and the other by another, each as a head
  /// of half the size would.
  static RopeTable ofTwoAxes(double theta, int headSize) {
    float[] each = frequencies(theta, headSize / 2, 1);
    float[] both = Arrays.copyOf(each, 2 * each.length);
    System.arraycopy(each, 0, both, each.length, each.length);
    return new RopeTable(both);
  }

  private static float[] frequencies(double theta, int headSize, double divisor) {
    float[] frequencies = new float[headSize / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) (Math.pow(theta, -2.0 * i / headSize) / divisor);
    }
    return frequencies;
  }

  /// The rotation of tokens at these positions.
  Rotation at(int[] positions) {
    int half = frequencies.length;
    Angles table = upTo(1 + Arrays.stream(positions).max().orElse(0));
    float[] cosines = new float[positions.length * half];
    float[] sines = new float[positions.length * half];
    for (int t = 0; t < positions.length; t++) {
      System.arraycopy(table.cosines, positions[t] * half, cosines, t * half, half);
      System.arraycopy(table.sines, positions[t] * half, sines, t * half, half);
    }
    return new Rotation(half, cosines, sines);
  }

  /// The rotation of `tokens` tokens whose pairs may have different positions.
  Rotation at(int tokens, PositionOf position) {
    int half = frequencies.length;
    int[] positions = new int[tokens * half];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = position.at(i / half, i % half);
    }
    Angles table = upTo(1 + Arrays.stream(positions).max().orElse(0));
    float[] cosines = new float[positions.length];
    float[] sines = new float[positions.length];
    for (int i = 0; i < positions.length; i++) {
      cosines[i] = table.cosines[positions[i] * half + i % half];
      sines[i] = table.sines[positions[i] * half + i % half];
    }
    return new Rotation(half, cosines, sines);
  }

  /// Which position turns a pair of a token's heads.
  interface PositionOf {
    int at(int token, int pair);
  }

  /// Pairs of a head.
  int pairs() {
    return frequencies.length;
  }

  private Angles upTo(int positions) {
    Angles table = angles;
    return positions <= table.positions ? table : grow(positions);
  }

  private synchronized Angles grow(int positions) {
    if (positions > angles.positions) {
      angles = Angles.compute(Math.max(positions, 2 * angles.positions), frequencies);
    }
    return angles;
  }

  /// Never written to once it is made.
  private static final class Angles {
    final int positions;
    final float[] cosines;
    final float[] sines;

    Angles(int positions, float[] cosines, float[] sines) {
      this.positions = positions;
      this.cosines = cosines;
      this.sines = sines;
    }

    static Angles compute(int positions, float[] frequencies) {
      int half = frequencies.length;
      float[] cosines = new float[positions * half];
      float[] sines = new float[positions * half];
      for (int i = 0; i < cosines.length; i++) {
        int position = i / half;
        float angle = position * frequencies[i % half]; // rounded to f32, as in the reference
        cosines[i] = (float) Math.cos(angle);
        sines[i] = (float) Math.sin(angle);
      }
      return new Angles(positions, cosines, sines);
    }
  }
}
