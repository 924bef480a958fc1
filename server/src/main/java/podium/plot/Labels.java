package podium.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds places for the labels of points, where they cover neither each other nor points, and lines
/// as little as can be.
final class Labels {

  /// Of a character on average, and of a line, in pixels at the plot's font size.
  private static final double CHARACTER = 7.6;

  private static final double LINE = 16;

  /// From the upper end of a line of text to where its letters stand.
  static final double ASCENT = 12;

  private static final double RADIUS = 7;

  private static final double THICKNESS = 4;

  /// A rectangle, by its upper left corner.
  record Box(double x, double y, double width, double height) {

    double overlap(Box other) {
      double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
      double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
      return across > 0 && down > 0 ? across * down : 0;
    }

    double outside(Box frame) {
      return width * height - overlap(frame);
    }
  }

  private final Box frame;
  private final List<Box> taken = new ArrayList<>();

  Labels(Box frame) {
    this.frame = frame;
  }

  /// Keeps labels away from a point.
  void keepFree(double x, double y) {
    taken.add(new Box(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS));
  }

  /// Keeps labels away from a line.
  void keepFree(double fromX, double fromY, double toX, double toY) {
    long steps = Math.round(Math.hypot(toX - fromX, toY - fromY) / THICKNESS);
    for (long i = 0; i <= steps; i++) {
      double share = (double) i / Math.max(1, steps);
      double x = fromX + share * (toX - fromX);
      double y = fromY + share * (toY - fromY);
      taken.add(new Box(x - THICKNESS / 2, y - THICKNESS / 2, THICKNESS, THICKNESS));
    }
  }

  /// Keeps labels away from the text that begins at `x` on the line `y`.
  void keepFree(String text, double x, double y) {
    taken.add(new Box(x, y - ASCENT, width(text), LINE));
  }

  private static double width(String text) {
    return text.codePointCount(0, text.length()) * CHARACTER;
  }

  /// The place for the label of the point at `x` and `y`, which is taken from then on.
  Box place(String label, double x, double y) {
    double width = width(label);
    double right = x + RADIUS + 3;
    double left = x - RADIUS - 3 - width;
    double centre = x - width / 2;
    double middle = y - LINE / 2;
    double above = y - RADIUS - 2 - LINE;
    double below = y + RADIUS + 2;
    Box best =
        List.of(
                new Box(right, middle, width, LINE),
                new Box(left, middle, width, LINE),
                new Box(centre, above, width, LINE),
                new Box(centre, below, width, LINE),
                new Box(right, above, width, LINE),
                new Box(right, below, width, LINE),
                new Box(left, above, width, LINE),
                new Box(left, below, width, LINE))
            .stream()
            .min(Comparator.comparingDouble(this::badness))
            .orElseThrow();
    taken.add(best);
    return best;
  }

  private double badness(Box box) {
    return box.outside(frame) + taken.stream().mapToDouble(box::overlap).sum();
  }
}
