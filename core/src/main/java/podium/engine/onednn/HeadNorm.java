package podium.engine.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

/// Root-mean-square normalization of each head of each row, in place.
final class HeadNorm {

  private HeadNorm() {}

  static void normalize(Matrix x, PackedNorm norm) {
    if ((norm.flags() & PackedNorm.ROOT_MEAN_SQUARE) == 0) {
      throw new IllegalArgumentException("heads have root-mean-square norms only");
    }
    int d = norm.columns();
    float[] weight = norm.scale().segment().toArray(JAVA_FLOAT);
    float[] row = new float[x.columns()];
    for (int t = 0; t < x.rows(); t++) {
      Floats.read(x, t, 0, row, row.length);
      for (int head = 0; head < row.length; head += d) {
        normalize(row, head, weight, norm.epsilon());
      }
      Floats.write(row, x, t, 0, row.length);
    }
  }

  private static void normalize(float[] row, int head, float[] weight, float epsilon) {
    float squares = 0;
    for (int i = 0; i < weight.length; i++) {
      squares += row[head + i] * row[head + i];
    }
    float scale = (float) (1 / Math.sqrt(squares / weight.length + epsilon));
    for (int i = 0; i < weight.length; i++) {
      row[head + i] *= scale * weight[i];
    }
  }
}
