package podium.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.catalog.Catalog;
import podium.catalog.FakeReranker;
import podium.catalog.Residence;
import podium.config.Limits;
import podium.http.TestServer;
import podium.model.Listing;

/// A server with all routes over fake models.
final class ApiServer implements AutoCloseable {

  private final FakeReranker reranker;
  private final Catalog catalog;
  private final TestServer http;

  private ApiServer(FakeReranker reranker, Catalog catalog, TestServer http) {
    this.reranker = reranker;
    this.catalog = catalog;
    this.http = http;
  }

  static ApiServer of(Listing... listings) throws IOException {
    return of(Limits.DEFAULT, listings);
  }

  static ApiServer of(Limits limits, Listing... listings) throws IOException {
    var reranker = new FakeReranker();
    return start(reranker, limits, catalog((_, _) -> reranker, listings));
  }

  static ApiServer of(Reranker.Opener opener, Listing... listings) throws IOException {
    return start(new FakeReranker(), Limits.DEFAULT, catalog(opener, listings));
  }

  static ApiServer of(Reranker.Opener opener, Residence residence, Listing... listings)
      throws IOException {
    return start(
        new FakeReranker(),
        Limits.DEFAULT,
        new Catalog(
            () -> List.of(listings), Optional.empty(), RerankerOptions.DEFAULT, opener, residence));
  }

  private static Catalog catalog(Reranker.Opener opener, Listing... listings) {
    return new Catalog(() -> List.of(listings), Optional.empty(), RerankerOptions.DEFAULT, opener);
  }

  private static ApiServer start(FakeReranker reranker, Limits limits, Catalog catalog)
      throws IOException {
    var config = TestServer.config(limits);
    TestServer http = TestServer.start(config, Api.service(config, catalog));
    return new ApiServer(reranker, catalog, http);
  }

  TestServer http() {
    return http;
  }

  HttpResponse<String> rerank(String body) throws Exception {
    return http.post("/v1/rerank", body.replace('\'', '"'));
  }

  /// The answer to a request that must succeed.
  JsonNode ranked(String body) throws Exception {
    return ranked("/v1/rerank", body);
  }

  JsonNode ranked(String path, String body) throws Exception {
    HttpResponse<String> response = http.post(path, body.replace('\'', '"'));
    if (response.statusCode() != 200) {
      throw new AssertionError(response.body());
    }
    return TestServer.json(response);
  }

  /// What the model was asked last.
  RerankRequest asked() {
    return reranker.requests.getLast();
  }

  /// All that the model was asked.
  List<RerankRequest> askedRequests() {
    return List.copyOf(reranker.requests);
  }

  List<String> askedTexts() {
    return asked().documents().stream().map(FakeReranker::text).toList();
  }

  @Override
  public void close() throws IOException {
    http.close();
    catalog.close();
  }
}
