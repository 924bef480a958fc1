package podium.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import podium.plot.Labels.Box;
import podium.plot.Scale.Ends;

class ScatterPlotTest {

  private static final PlotPoint BASELINE = new PlotPoint("bm25", 0, 0.6);

  private static List<Element> elements(String name, PlotPoint... points) throws Exception {
    var plot =
        new ScatterPlot("a title", "pairs/s", "nDCG@10", List.of(points), BASELINE, List.of());
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(plot.svg().getBytes(StandardCharsets.UTF_8)));
    var found = new ArrayList<Element>();
    for (int i = 0; i < svg.getElementsByTagName(name).getLength(); i++) {
      found.add((Element) svg.getElementsByTagName(name).item(i));
    }
    return found;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void theFrontHasWhatNothingIsPreferableTo() {
    var fast = new PlotPoint("fast", 100, 0.5);
    var good = new PlotPoint("good", 10, 0.8);
    var twin = new PlotPoint("twin", 10, 0.8);
    var slower = new PlotPoint("slower", 5, 0.8);
    var worse = new PlotPoint("worse", 100, 0.4);
    var middle = new PlotPoint("middle", 50, 0.6);

    assertThat(PlotPoint.front(List.of(fast, good, twin, slower, worse, middle)))
        .containsExactly(good, twin, middle, fast);
  }

  @Test
  void tenTimesAsFastIsAlwaysTheSameWayToTheRight() throws Exception {
    List<Element> circles =
        elements(
            "circle",
            new PlotPoint("a", 2, 0.7),
            new PlotPoint("b", 20, 0.7),
            new PlotPoint("c", 200, 0.7));

    assertThat(number(circles.get(1), "cx") - number(circles.get(0), "cx"))
        .isPositive()
        .isCloseTo(number(circles.get(2), "cx") - number(circles.get(1), "cx"), offset(0.2));
  }

  @Test
  void aBetterPointIsHigherAndTheBaselineIsWhereItsQualityIs() throws Exception {
    var points = new PlotPoint[] {new PlotPoint("a", 2, 0.7), new PlotPoint("as bm25", 3, 0.6)};
    List<Element> circles = elements("circle", points);
    Element baseline =
        elements("line", points).stream()
            .filter(line -> line.getAttribute("class").equals("baseline"))
            .findFirst()
            .orElseThrow();

    assertThat(number(circles.get(0), "cy")).isLessThan(number(circles.get(1), "cy"));
    assertThat(number(baseline, "y1")).isEqualTo(number(circles.get(1), "cy"));
    assertThat(circles)
        .extracting(circle -> circle.getAttribute("class"))
        .containsExactly("best", "best");
  }

  @Test
  void onePointIsEnoughAndNoneIsRefused() throws Exception {
    assertThat(elements("circle", new PlotPoint("alone", 1, 1))).hasSize(1);
    assertThatThrownBy(() -> elements("circle"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a plot needs a point");
  }

  @Test
  void textIsText() throws Exception {
    assertThat(elements("text", new PlotPoint("a <b> & \"c\"", 1, 0.5)))
        .extracting(Element::getTextContent)
        .contains("a <b> & \"c\"", "a title", "bm25 0.600");
  }

  @Test
  void labelsOfTwelvePointsCoverNoPointAndNoOtherLabel() {
    var random = new SplittableRandom(1);
    var frame = new Box(0, 0, 800, 400);
    var labels = new Labels(frame);
    var boxes = new ArrayList<Box>();
    List<double[]> points =
        Stream.generate(() -> new double[] {random.nextDouble(800), random.nextDouble(400)})
            .limit(12)
            .toList();
    points.forEach(point -> labels.keepFree(point[0], point[1]));
    points.forEach(point -> boxes.add(labels.place("bge-reranker bf16", point[0], point[1])));

    for (Box box : boxes) {
      assertThat(box.outside(frame)).isCloseTo(0, offset(1e-6));
      assertThat(boxes.stream().filter(other -> box.overlap(other) > 0)).containsExactly(box);
      assertThat(points)
          .noneMatch(point -> box.overlap(new Box(point[0] - 5, point[1] - 5, 10, 10)) > 0);
    }
  }

  @Test
  void marksOfRatiosAreOneTwoFiveOrPowersOfTen() {
    var ends = new Ends(0, 100);

    assertThat(Scale.logarithmic(Stream.of(3.0, 40.0), ends).ticks())
        .containsExactly(2.0, 5.0, 10.0, 20.0, 50.0);
    assertThat(Scale.logarithmic(Stream.of(0.3, 4000.0), ends).ticks())
        .hasSize(4)
        .allSatisfy(tick -> assertThat(Math.log10(tick) % 1).isCloseTo(0, offset(1e-9)));
  }

  @Test
  void theAxisOfSharesEndsAtRoundNumbersWithin0To1() {
    Scale scale = Scale.ofShares(Stream.of(0.41, 0.62), new Ends(300, 0));

    assertThat(scale.min()).isLessThan(0.41).isCloseTo(0.35, offset(1e-9));
    assertThat(scale.max()).isGreaterThan(0.62).isCloseTo(0.7, offset(1e-9));
    assertThat(scale.at(scale.min())).isEqualTo(300);
    assertThat(scale.at(scale.max())).isZero();
    Scale whole = Scale.ofShares(Stream.of(0.0, 1.0), new Ends(300, 0));
    assertThat(whole.min()).isZero();
    assertThat(whole.max()).isEqualTo(1);
    assertThat(whole.ticks().getLast()).isCloseTo(1, offset(1e-9));
  }
}
