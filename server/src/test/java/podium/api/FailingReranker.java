package podium.api;

import static podium.catalog.Listings.found;

import java.io.IOException;
import podium.ModelInfo;
import podium.Precision;
import podium.RerankException;
import podium.RerankRequest;
import podium.Reranker;
import podium.Scores;

/// A model that answers every request with the same failure.
record FailingReranker(RerankException failure) implements Reranker {

  /// A server with only this model.
  static ApiServer serve(RerankException failure) throws IOException {
    return ApiServer.of((_, _) -> new FailingReranker(failure), found("one"));
  }

  @Override
  public ModelInfo info() {
    return new ModelInfo("fake", "it says so", 10, Precision.F32, 1);
  }

  @Override
  public Scores score(RerankRequest request) {
    throw failure;
  }

  @Override
  public void close() {}
}
