package podium.image;

import java.util.Arrays;

/// Bicubic resizing with antialiasing, to the bit as Pillow computes it (`Resample.c`): integer
/// weights of 22 fractional bits, a horizontal pass rounded to bytes, then a vertical one.
final class Bicubic {

  private static final int PRECISION = 22;
  private static final int HALF = 1 << (PRECISION - 1);
  private static final double A = -0.5;
  private static final double SUPPORT = 2;

  private Bicubic() {}

  static RgbImage resize(RgbImage image, int width, int height) {
    RgbImage wide = image.width() == width ? image : horizontally(image, width);
    return wide.height() == height ? wide : vertically(wide, height);
  }

  /// The input pixels that make up each output pixel along one axis: output `o` is the sum of
  /// `weights[o * taps + t]` times input `starts[o] + t`, for `t < counts[o]`.
  private static final class Taps {

    final int taps;
    final int[] starts;
    final int[] counts;
    final int[] weights;

    Taps(int input, int output) {
      double scale = (double) input / output;
      double filterScale = Math.max(scale, 1);
      double support = SUPPORT * filterScale;
      taps = (int) Math.ceil(support) * 2 + 1;
      starts = new int[output];
      counts = new int[output];
      weights = new int[output * taps];
      for (int o = 0; o < output; o++) {
        double center = (o + 0.5) * scale;
        starts[o] = Math.max(0, (int) (center - support + 0.5));
        counts[o] = Math.min(input, (int) (center + support + 0.5)) - starts[o];
        setWeights(o, starts[o] - center + 0.5, 1 / filterScale);
      }
    }

    /// Weights of output `o`, whose first tap lies `first` pixels from its centre.
    private void setWeights(int o, double first, double inverseScale) {
      double[] exact = new double[counts[o]];
      double sum = 0;
      for (int t = 0; t < exact.length; t++) {
        exact[t] = kernel((t + first) * inverseScale);
        sum += exact[t];
      }
      for (int t = 0; t < exact.length; t++) {
        double fixed = exact[t] / sum * (1 << PRECISION);
        weights[o * taps + t] = (int) (fixed < 0 ? fixed - 0.5 : fixed + 0.5);
      }
    }
  }

  /// The cubic convolution kernel (Keys 1981) with a = −0.5.
  private static double kernel(double distance) {
    double x = Math.abs(distance);
    if (x < 1) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
  }

  private static RgbImage horizontally(RgbImage image, int width) {
    Taps taps = new Taps(image.width(), width);
    byte[] result = new byte[width * image.height() * RgbImage.CHANNELS];
    for (int y = 0; y < image.height(); y++) {
      int from = y * image.width() * RgbImage.CHANNELS;
      resizeRow(image.rgb(), from, taps, result, y * width * RgbImage.CHANNELS);
    }
    return new RgbImage(width, image.height(), result);
  }

  private static void resizeRow(byte[] in, int from, Taps taps, byte[] out, int outFrom) {
    int to = outFrom;
    for (int o = 0; o < taps.starts.length; o++) {
      int r = HALF;
      int g = HALF;
      int b = HALF;
      int pixel = from + taps.starts[o] * RgbImage.CHANNELS;
      int firstWeight = o * taps.taps;
      for (int t = firstWeight; t < firstWeight + taps.counts[o]; t++) {
        int weight = taps.weights[t];
        r += weight * (in[pixel] & 0xff);
        g += weight * (in[pixel + 1] & 0xff);
        b += weight * (in[pixel + 2] & 0xff);
        pixel += RgbImage.CHANNELS;
      }
      out[to] = toByte(r);
      out[to + 1] = toByte(g);
      out[to + 2] = toByte(b);
      to += RgbImage.CHANNELS;
    }
  }

  private static RgbImage vertically(RgbImage image, int height) {
    Taps taps = new Taps(image.height(), height);
    int rowBytes = image.width() * RgbImage.CHANNELS;
    byte[] result = new byte[rowBytes * height];
    int[] sums = new int[rowBytes];
    for (int o = 0; o < height; o++) {
      Arrays.fill(sums, HALF);
      for (int t = 0; t < taps.counts[o]; t++) {
        addRow(image.rgb(), (taps.starts[o] + t) * rowBytes, taps.weights[o * taps.taps + t], sums);
      }
      for (int i = 0; i < rowBytes; i++) {
        result[o * rowBytes + i] = toByte(sums[i]);
      }
    }
    return new RgbImage(image.width(), height, result);
  }

  private static void addRow(byte[] in, int from, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * (in[from + i] & 0xff);
    }
  }

  private static byte toByte(int fixed) {
    return (byte) Math.clamp(fixed >> PRECISION, 0, 255);
  }
}
