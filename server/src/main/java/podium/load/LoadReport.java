package podium.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/// What a load test found.
///
/// @param url what was asked
/// @param arrivals how
/// @param seconds from the end of the warm-up to the last answer
/// @param documents of requests that were answered with 200
/// @param micros how long those took, in microseconds
/// @param statuses answers by status
/// @param failures requests without an answer, by what happened
public record LoadReport(
    String url,
    String arrivals,
    double seconds,
    long documents,
    Histogram micros,
    Map<String, Long> statuses,
    Map<String, Long> failures) {

  private static final Map<String, Double> PERCENTILES = new LinkedHashMap<>();

  static {
    PERCENTILES.put("p50", 50.0);
    PERCENTILES.put("p90", 90.0);
    PERCENTILES.put("p99", 99.0);
    PERCENTILES.put("p99.9", 99.9);
    PERCENTILES.put("max", 100.0);
  }

  static Map<String, Long> counts(Map<String, ? extends Number> counters) {
    SortedMap<String, Long> counts = new TreeMap<>();
    counters.forEach((name, counter) -> counts.put(name, counter.longValue()));
    return counts;
  }

  /// All requests that were counted.
  public long requests() {
    return answers() + failures.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Those that were answered with 200.
  public long good() {
    return micros.getTotalCount();
  }

  private long answers() {
    return statuses.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Of those that were answered with 200.
  ///
  /// @param percentile in 0..100
  public double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }

  /// For people.
  public String text() {
    return String.format(
        Locale.ROOT,
        """
        %s, %s, %.1f s
        requests       %d, of which %d good: %.1f/s
        documents      %d: %.1f/s
        latency in ms  %s
        answers        %s
        no answer      %s
        """,
        url,
        arrivals,
        seconds,
        requests(),
        good(),
        good() / seconds,
        documents,
        documents / seconds,
        PERCENTILES.entrySet().stream()
            .map(p -> String.format(Locale.ROOT, "%s %.1f", p.getKey(), millis(p.getValue())))
            .collect(Collectors.joining("  ", good() == 0 ? "none: " : "", "")),
        listed(statuses),
        listed(failures));
  }

  private static String listed(Map<String, Long> counts) {
    return counts.isEmpty()
        ? "-"
        : counts.entrySet().stream()
            .map(count -> count.getKey() + ": " + count.getValue())
            .collect(Collectors.joining("  "));
  }

  /// For programs: one line.
  public String json() {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("url", url);
      json.writeStringField("arrivals", arrivals);
      json.writeNumberField("seconds", rounded(seconds));
      json.writeNumberField("requests", requests());
      json.writeNumberField("good_per_s", rounded(good() / seconds));
      json.writeNumberField("documents_per_s", rounded(documents / seconds));
      json.writeObjectFieldStart("latency_ms");
      for (var percentile : PERCENTILES.entrySet()) {
        json.writeNumberField(percentile.getKey(), rounded(millis(percentile.getValue())));
      }
      json.writeEndObject();
      write(json, "statuses", statuses);
      write(json, "failures", failures);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  private static double rounded(double value) {
    return Math.round(value * 1e3) / 1e3;
  }

  private static void write(JsonGenerator json, String name, Map<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var count : counts.entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }
}
