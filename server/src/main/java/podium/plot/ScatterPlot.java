package podium.plot;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.plot.Labels.Box;
import podium.plot.Scale.Ends;

/// A picture of labelled points, at least one, and their Pareto front, over an axis of ratios and
/// one of shares. A dashed line says what to compare with. The colours are those that the reader's
/// system prefers, light or dark.
///
/// @param xName what is on the axis of ratios, below
/// @param yName what is on the axis of shares, at the left
/// @param baseline a line across; its x does not count
/// @param notes lines of text below
public record ScatterPlot(
    String title,
    String xName,
    String yName,
    List<PlotPoint> points,
    PlotPoint baseline,
    List<String> notes) {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;
  private static final int LEFT = 80;
  private static final int RIGHT = WIDTH - 30;
  private static final int TOP = 60;
  private static final int BOTTOM = HEIGHT - 100;
  private static final int LINE = 20;

  private static final String STYLE =
      """

      text { font: 13px system-ui, sans-serif; fill: #1f2328 }
      .middle { text-anchor: middle }
      .end { text-anchor: end }
      .paper { fill: #ffffff }
      .title { font-size: 17px; font-weight: 600 }
      .soft { fill: #59636e }
      .grid { stroke: #d1d9e0; fill: none }
      .front { stroke: #0969da; stroke-width: 2; fill: none }
      .best { fill: #0969da; stroke: #0969da; stroke-width: 2 }
      .other { fill: #ffffff; stroke: #0969da; stroke-width: 2 }
      line.baseline { stroke: #bc4c00; stroke-width: 1.5; stroke-dasharray: 6 4 }
      text.baseline { fill: #bc4c00 }
      .label, text.baseline { paint-order: stroke; stroke: #ffffff; stroke-width: 4; stroke-linejoin: round }
      @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc }
        .paper { fill: #0d1117 }
        .soft { fill: #9198a1 }
        .grid { stroke: #3d444d }
        .front { stroke: #4493f8 }
        .best { fill: #4493f8; stroke: #4493f8 }
        .other { fill: #0d1117; stroke: #4493f8 }
        line.baseline { stroke: #f0883e }
        text.baseline { fill: #f0883e }
        .label, text.baseline { stroke: #0d1117 }
      }
      """;

  public ScatterPlot {
    points = List.copyOf(points);
    notes = List.copyOf(notes);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a plot needs a point");
    }
  }

  /// The picture.
  public String svg() {
    var svg = new Svg(WIDTH, HEIGHT);
    svg.element("title", title);
    svg.element("desc", description());
    svg.element("style", STYLE);
    svg.element("rect", "", "class", "paper", "width", WIDTH, "height", HEIGHT);
    Scale across = Scale.logarithmic(points.stream().map(PlotPoint::x), new Ends(LEFT, RIGHT));
    Scale up =
        Scale.ofShares(
            Stream.concat(points.stream(), Stream.of(baseline)).map(PlotPoint::y),
            new Ends(BOTTOM, TOP));
    var labels = new Labels(new Box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP));
    new Drawing(svg, across, up, labels).draw(this);
    return svg.finish();
  }

  /// For those who cannot see it.
  private String description() {
    Stream<String> sentences =
        points.stream()
            .map(point ->
                String.format(
                    Locale.ROOT,
                    "%s: %s %.3f at %.3g %s",
                    point.label(),
                    yName,
                    point.y(),
                    point.x(),
                    xName));
    return sentences.collect(Collectors.joining("; ")) + "; dashed: " + baselineName();
  }

  private String baselineName() {
    return String.format(Locale.ROOT, "%s %.3f", baseline.label(), baseline.y());
  }

  /// The parts of the picture from the back to the front.
  private record Drawing(Svg svg, Scale across, Scale up, Labels labels) {

    void draw(ScatterPlot plot) {
      List<PlotPoint> front = PlotPoint.front(plot.points());
      drawGrid();
      drawWords(plot);
      drawFront(front);
      drawBaseline(plot);
      drawPoints(plot.points(), new HashSet<>(front));
    }

    private void drawGrid() {
      for (double tick : across.ticks()) {
        double at = across.at(tick);
        line("grid", at, TOP, at, BOTTOM);
        text("soft middle", number(tick), at, BOTTOM + LINE);
      }
      for (double tick : up.ticks()) {
        double at = up.at(tick);
        line("grid", LEFT, at, RIGHT, at);
        text("soft end", String.format(Locale.ROOT, "%.2f", tick), LEFT - 8, at + 4);
      }
    }

    private static String number(double tick) {
      return tick >= 1 ? String.format(Locale.ROOT, "%.0f", tick) : Double.toString(tick);
    }

    private void drawWords(ScatterPlot plot) {
      text("title", plot.title(), LEFT, 32);
      text("soft end", plot.yName(), LEFT - 8, TOP - 14);
      text("soft end", plot.xName(), RIGHT, BOTTOM + 2 * LINE);
      double down = BOTTOM + 3.2 * LINE;
      for (String note : plot.notes()) {
        text("soft", note, LEFT, down);
        down += LINE;
      }
    }

    private void drawFront(List<PlotPoint> front) {
      for (int i = 1; i < front.size(); i++) {
        PlotPoint from = front.get(i - 1);
        PlotPoint to = front.get(i);
        line("front", x(from), y(from), x(to), y(to));
        labels.keepFree(x(from), y(from), x(to), y(to));
      }
    }

    private void drawBaseline(ScatterPlot plot) {
      double at = y(plot.baseline());
      String name = plot.baselineName();
      line("baseline", LEFT, at, RIGHT, at);
      labels.keepFree(LEFT, at, RIGHT, at);
      labels.keepFree(name, LEFT + 6, at - 6);
      text("baseline", name, LEFT + 6, at - 6);
    }

    private void drawPoints(List<PlotPoint> points, Set<PlotPoint> front) {
      points.forEach(point -> labels.keepFree(x(point), y(point)));
      for (PlotPoint point : points) {
        String kind = front.contains(point) ? "best" : "other";
        svg.element("circle", "", "class", kind, "cx", x(point), "cy", y(point), "r", 5);
        Box box = labels.place(point.label(), x(point), y(point));
        text("label middle", point.label(), box.x() + box.width() / 2, box.y() + Labels.ASCENT);
      }
    }

    private double x(PlotPoint point) {
      return across.at(point.x());
    }

    private double y(PlotPoint point) {
      return up.at(point.y());
    }

    private void line(String kind, double... ends) {
      svg.element(
          "line", "", "class", kind, "x1", ends[0], "y1", ends[1], "x2", ends[2], "y2", ends[3]);
    }

    private void text(String kind, String words, double x, double y) {
      svg.element("text", words, "class", kind, "x", x, "y", y);
    }
  }
}
