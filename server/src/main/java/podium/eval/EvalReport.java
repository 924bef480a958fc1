package podium.eval;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.Precision;
import podium.plot.PlotPoint;
import podium.plot.ScatterPlot;

/// What an evaluation came to.
///
/// @param dataset its name
/// @param queries how many were evaluated
/// @param documents in the corpus
/// @param candidates where they came from, for people
/// @param top candidates of a query at most
/// @param rows the candidates as they came first, then every model
public record EvalReport(
    String dataset,
    String split,
    int queries,
    int documents,
    String candidates,
    int top,
    List<Measurement> rows) {

  /// Decimals of what is written for programs.
  private static final int DECIMALS = 5;

  private static final OptionalDouble NONE = OptionalDouble.empty();

  public EvalReport {
    rows = List.copyOf(rows);
  }

  /// For programs: a line of names, and a line for each row. What does not apply is empty.
  public String tsv() {
    String names = "model\tprecision\t" + String.join("\t", numbers(rows.getFirst()).keySet());
    return rows.stream().map(EvalReport::tsv).collect(Collectors.joining("\n", names + "\n", "\n"));
  }

  private static String tsv(Measurement row) {
    return numbers(row).values().stream()
        .map(number -> number.isPresent() ? rounded(number.getAsDouble()).toPlainString() : "")
        .collect(Collectors.joining("\t", row.model() + "\t" + precision(row) + "\t", ""));
  }

  /// For programs: one line. What does not apply is left out.
  public String json() {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("dataset", dataset);
      json.writeStringField("split", split);
      json.writeNumberField("queries", queries);
      json.writeNumberField("documents", documents);
      json.writeStringField("candidates", candidates);
      json.writeNumberField("top", top);
      json.writeArrayFieldStart("rows");
      for (Measurement row : rows) {
        write(row, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  private static void write(Measurement row, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("model", row.model());
    if (row.precision().isPresent()) {
      json.writeStringField("precision", precision(row));
    }
    for (var number : numbers(row).entrySet()) {
      if (number.getValue().isPresent()) {
        json.writeNumberField(number.getKey(), rounded(number.getValue().getAsDouble()));
      }
    }
    json.writeEndObject();
  }

  /// As the options call it.
  public static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  /// Empty for candidates as they came.
  private static String precision(Measurement row) {
    return row.precision().map(EvalReport::name).orElse("");
  }

  /// The columns of a row by name.
  private static Map<String, OptionalDouble> numbers(Measurement row) {
    var numbers = new LinkedHashMap<String, OptionalDouble>();
    numbers.put("ndcg_at_10", OptionalDouble.of(row.effectiveness().ndcg()));
    numbers.put("gain_from", row.gain().map(Interval::from).map(OptionalDouble::of).orElse(NONE));
    numbers.put("gain_to", row.gain().map(Interval::to).map(OptionalDouble::of).orElse(NONE));
    numbers.put("mrr_at_10", OptionalDouble.of(row.effectiveness().reciprocalRank()));
    numbers.put("recall_at_top", OptionalDouble.of(row.effectiveness().recall()));
    numbers.put("p50_ms", row.speed().map(Speed::p50).map(OptionalDouble::of).orElse(NONE));
    numbers.put("p95_ms", row.speed().map(Speed::p95).map(OptionalDouble::of).orElse(NONE));
    numbers.put("pairs_per_s", row.speed().map(Speed::pairsPerSecond).orElse(NONE));
    numbers.put("cut", row.cut());
    return numbers;
  }

  /// The picture of quality against speed of all models.
  public ScatterPlot plot() {
    Measurement baseline = rows.getFirst();
    return new ScatterPlot(
        dataset + ": quality and speed",
        "pairs/s",
        "nDCG@10",
        rows.stream().flatMap(EvalReport::point).toList(),
        new PlotPoint(baseline.model(), 0, baseline.effectiveness().ndcg()),
        List.of(
            "Filled points: no other is as fast and as good, and faster or better.",
            "%s, %d queries, the best %d of %s".formatted(split, queries, top, candidates)));
  }

  private static Stream<PlotPoint> point(Measurement row) {
    return row.speed().map(Speed::pairsPerSecond).orElse(NONE).stream()
        .mapToObj(pairs ->
            new PlotPoint(row.model() + " " + precision(row), pairs, row.effectiveness().ndcg()));
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }
}
