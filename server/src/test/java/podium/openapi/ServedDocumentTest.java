package podium.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.openapi.OpenApi.child;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import podium.RerankerOptions;
import podium.api.Api;
import podium.catalog.Catalog;
import podium.catalog.FakeReranker;
import podium.catalog.Listings;
import podium.config.Limits;
import podium.http.TestServer;
import podium.model.Listing;

/// The document over HTTP, and its requests sent.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServedDocumentTest {

  private static final OpenApi DOCUMENT = OpenApi.SERVED;

  private Catalog catalog;
  private TestServer server;

  @BeforeAll
  void start() throws Exception {
    List<Listing> models =
        DOCUMENT.at("/components/examples").findValuesAsText("model").stream()
            .distinct()
            .map(Listings::found)
            .toList();
    var reranker = new FakeReranker();
    catalog =
        new Catalog(
            () -> models,
            Optional.of(models.getFirst().name()),
            RerankerOptions.DEFAULT,
            (_, _) -> reranker);
    var config = TestServer.config(Limits.DEFAULT);
    server = TestServer.start(config, Api.service(config, catalog));
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
    catalog.close();
  }

  @Test
  void yamlIsTheFileAsItWasWritten() throws Exception {
    try (var file = OpenApi.class.getResourceAsStream("/podium/api/openapi.yaml")) {
      assertThat(server.get("/openapi.yaml").body())
          .isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void jsonSaysTheSame() throws Exception {
    assertThat(TestServer.json(server.get("/openapi.json"))).isEqualTo(DOCUMENT.at(""));
  }

  @TestFactory
  Stream<DynamicTest> everyRequestInItIsAccepted() {
    return DOCUMENT.operations().stream()
        .filter(operation -> operation.method().equals("post"))
        .flatMap(operation -> {
          String examples = operation.pointer() + "/requestBody/content/application~1json/examples";
          return DOCUMENT.names(examples).stream()
              .map(name ->
                  DynamicTest.dynamicTest(
                      operation + " " + name,
                      () -> send(operation.path(), DOCUMENT.resolved(child(examples, name)))));
        });
  }

  private void send(String path, String example) throws Exception {
    JsonNode body = DOCUMENT.at(example + "/value");

    var response = server.post(path, body.toString());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }
}
