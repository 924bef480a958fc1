package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.catalog.Listings.found;
import static podium.catalog.Listings.rejected;
import static podium.http.ErrorAssert.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.Reranker;
import podium.RerankerOptions;
import podium.catalog.FakeReranker;
import podium.catalog.Residence;
import podium.http.TestServer;

class ModelActionsTest {

  private static final long GIGABYTE = 1_000_000_000;

  private final Sized opener = new Sized();
  private ApiServer server;

  /// Models need as many gigabytes as the last letter of their name says.
  private static final class Sized implements Reranker.Opener {
    private final List<FakeReranker> opened = new CopyOnWriteArrayList<>();

    @Override
    public long memory(Path directory, RerankerOptions options) {
      String name = directory.toString();
      return GIGABYTE * Character.digit(name.charAt(name.length() - 1), 10);
    }

    @Override
    public Reranker open(Path directory, RerankerOptions options) {
      opened.add(new FakeReranker());
      return opened.getLast();
    }
  }

  @BeforeEach
  void start() throws Exception {
    server =
        ApiServer.of(
            opener,
            new Residence(8 * GIGABYTE, Duration.ZERO),
            found("org/of5"),
            found("of4"),
            found("of9"),
            rejected("broken", "config.json is empty"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private HttpResponse<String> post(String path) throws Exception {
    return server.http().post("/v1/models/" + path, "");
  }

  private JsonNode done(String path) throws Exception {
    HttpResponse<String> response = post(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  private String state(String name) throws Exception {
    return TestServer.json(server.http().get("/v1/models/" + name)).path("state").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"org/of5", "org%2Fof5", "of5", "ORG/OF5"})
  void loadAnswersWithTheLoadedModel(String name) throws Exception {
    JsonNode model = done(name + "/load");

    assertThat(model.path("id").asText()).isEqualTo("org/of5");
    assertThat(model.path("state").asText()).isEqualTo("loaded");
    assertThat(model.path("loaded").asBoolean()).isTrue();
    assertThat(model.path("memory_bytes").asLong()).isEqualTo(5 * GIGABYTE);
    assertThat(opener.opened).hasSize(1);
  }

  @Test
  void unloadAnswersWhenItsMemoryIsFree() throws Exception {
    done("of5/load");

    JsonNode model = done("of5/unload");

    assertThat(model.path("state").asText()).isEqualTo("unloaded");
    assertThat(model.path("loaded").asBoolean()).isFalse();
    assertThat(model.path("memory_bytes").asLong()).isZero();
    assertThat(opener.opened.getFirst().closed).isTrue();
  }

  @Test
  void doingItTwiceIsFine() throws Exception {
    done("of5/load");
    done("of5/load");
    assertThat(opener.opened).hasSize(1);

    done("of5/unload");
    assertThat(done("of5/unload").path("state").asText()).isEqualTo("unloaded");
  }

  @Test
  void whatIsPinnedStays() throws Exception {
    done("of5/load");
    assertThat(done("of5/pin").path("pinned").asBoolean()).isTrue();

    HttpResponse<String> refused = post("of4/load");

    assertRefused(
        refused,
        503,
        "model_too_large",
        "model of4: it needs 4.00 GB of memory, but all models together may take 8.00 GB, of which"
            + " 5.00 GB belong to pinned models (org/of5); raise --memory-limit, unpin one of"
            + " these, or run it in a lower precision or with fewer workers");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
    assertThat(state("of4")).isEqualTo("failed");
  }

  @Test
  void whatIsUnpinnedMayGo() throws Exception {
    done("of5/load");
    done("of5/pin");
    assertThat(done("of5/unpin").path("pinned").asBoolean()).isFalse();

    done("of4/load");

    assertThat(state("of5")).isEqualTo("unloaded");
  }

  @Test
  void whatIsPinnedMayBeUnloadedByWhoAsks() throws Exception {
    done("of5/load");
    done("of5/pin");

    JsonNode model = done("of5/unload");

    assertThat(model.path("state").asText()).isEqualTo("unloaded");
    assertThat(model.path("pinned").asBoolean()).isTrue();
  }

  @Test
  void aModelThatCanNeverFitIsA503ThatSaysHowMuchItNeedsAndLetsNobodyGo() throws Exception {
    done("of5/load");

    HttpResponse<String> refused = server.rerank("{'model':'of9','query':'q','documents':['1']}");

    assertRefused(
        refused,
        503,
        "model_too_large",
        "model of9: it needs 9.00 GB of memory, but all models together may take 8.00 GB; raise"
            + " --memory-limit, or run it in a lower precision or with fewer workers");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
    assertThat(state("of5")).isEqualTo("loaded");
  }

  @Test
  void requestsMakeRoomForEachOther() throws Exception {
    for (String name : List.of("of5", "of4", "of5")) {
      assertThat(
              server
                  .rerank("{'model':'%s','query':'q','documents':['1']}".formatted(name))
                  .statusCode())
          .isEqualTo(200);
    }

    assertThat(opener.opened).hasSize(3);
    assertThat(opener.opened).filteredOn(reranker -> reranker.closed).hasSize(2);
  }

  @Test
  void aBrokenModelIsA503WithItsReason() throws Exception {
    assertRefused(
        post("broken/load"), 503, "model_unavailable", "model broken: config.json is empty");
  }

  @Test
  void anUnknownModelIsA404() throws Exception {
    assertThat(post("other/load").statusCode()).isEqualTo(404);
    assertThat(TestServer.json(post("other/unload")).path("code").asText())
        .isEqualTo("unknown_model");
  }

  @Test
  void aSlashMayFollow() throws Exception {
    assertThat(done("of5/load/").path("loaded").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"of5", "of5/drop", "load", "org/of5"})
  void withoutAnActionPostIsNotAllowed(String path) throws Exception {
    HttpResponse<String> response = post(path);

    assertRefused(
        response,
        405,
        "method_not_allowed",
        "POST is only allowed with one of /load, /unload, /pin and /unpin behind the name");
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @Test
  void aBodyIsIgnored() throws Exception {
    assertThat(server.http().post("/v1/models/of5/load", "{no json").statusCode()).isEqualTo(200);
  }
}
