package podium.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Something that was measured in two ways, both of which are better when they are more.
///
/// @param x above 0
/// @param y in 0..1
public record PlotPoint(String label, double x, double y) {

  /// The Pareto front: those to which none is preferable, rising in x. Preferable is what is not
  /// worse in either and better in one.
  static List<PlotPoint> front(List<PlotPoint> points) {
    var front = new ArrayList<PlotPoint>();
    for (PlotPoint point : points) {
      if (points.stream().noneMatch(other -> other.isPreferableTo(point))) {
        front.add(point);
      }
    }
    front.sort(Comparator.comparingDouble(PlotPoint::x));
    return front;
  }

  private boolean isPreferableTo(PlotPoint other) {
    return x >= other.x && y >= other.y && (x > other.x || y > other.y);
  }
}
