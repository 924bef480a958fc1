package podium.engine.onednn;

import podium.engine.Rotation;

/// Rotary position embedding, in place.
final class Rotary {

  private Rotary() {}

  static void rotate(Matrix x, Rotation rotation) {
    int half = rotation.halfSize();
    float[] row = new float[x.columns()];
    for (int t = 0; t < x.rows(); t++) {
      Floats.read(x, t, 0, row, row.length);
      for (int head = 0; head < row.length; head += 2 * half) {
        rotateHead(row, head, rotation, t * half);
      }
      Floats.write(row, x, t, 0, row.length);
    }
  }

  private static void rotateHead(float[] row, int head, Rotation rotation, int angle) {
    float[] cosines = rotation.cosines();
    float[] sines = rotation.sines();
    int half = rotation.halfSize();
    for (int i = 0; i < half; i++) {
      float a = row[head + i];
      float b = row[head + half + i];
      row[head + i] = a * cosines[angle + i] - b * sines[angle + i];
      row[head + half + i] = b * cosines[angle + i] + a * sines[angle + i];
    }
  }
}
