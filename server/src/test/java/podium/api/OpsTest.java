package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.catalog.Listings.found;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What operators are given must speak of what the server really has.
class OpsTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern SERIES = Pattern.compile("\\bpodium_[a-z_]+(?=[{\\[)\"`\\s])");

  private static String read(String file) throws Exception {
    return Files.readString(ROOT.resolve(file));
  }

  private static Set<String> all(Pattern pattern, String text) {
    var found = new TreeSet<String>();
    pattern.matcher(text).results().forEach(match -> found.add(match.group()));
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ops/grafana-dashboard.json",
        "ops/alerts.yml",
        "ops/kubernetes/autoscaling.yaml",
        "docs/operations.md"
      })
  void everySeriesThatIsNamedExists(String file) throws Exception {
    try (var server = ApiServer.of(found("one"))) {
      String metrics = server.http().get("/metrics").body();
      Set<String> named = all(SERIES, read(file));
      named.remove("podium_queue_wait_seconds"); // made by the adapter's rule in autoscaling.yaml

      assertThat(named).isNotEmpty().isSubsetOf(all(SERIES, metrics));
    }
  }

  @Test
  void everySeriesIsExplained() throws Exception {
    try (var server = ApiServer.of(found("one"))) {
      Set<String> exported =
          all(Pattern.compile("(?<=# TYPE )podium_\\w+"), server.http().get("/metrics").body());
      exported.removeIf(name -> name.endsWith("_max")); // of each duration

      assertThat(all(Pattern.compile("podium_\\w+"), read("docs/operations.md")))
          .containsAll(exported);
    }
  }

  @Test
  void theDashboardIsJson() throws Exception {
    var dashboard = new ObjectMapper().readTree(read("ops/grafana-dashboard.json"));

    assertThat(dashboard.path("panels").size()).isGreaterThan(10);
  }
}
