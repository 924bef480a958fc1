package podium.api;

import java.util.List;
import podium.catalog.Catalog;
import podium.config.ServerConfig;
import podium.http.Route;

/// All routes that need models.
public final class Api {

  private Api() {}

  public static List<Route> routes(ServerConfig config, Catalog catalog) {
    var scoring = new Scoring(catalog, config.limits());
    var version1 = new RerankEndpoint(scoring, RerankDialect.V1);
    var any = new AnyRerankEndpoint(version1, new TeiEndpoint(scoring));
    var score = new ScoreEndpoint(scoring);
    return List.of(
        Route.post("/v1/rerank", version1),
        Route.post("/v2/rerank", new RerankEndpoint(scoring, RerankDialect.V2)),
        Route.post("/rerank", any),
        Route.post("/v1/reranking", any),
        Route.post("/reranking", any),
        Route.post("/score", score),
        Route.post("/v1/score", score),
        Route.get("/v1/models", new ModelsEndpoint(catalog)),
        Route.get(ModelEndpoint.PATH + "*", new ModelEndpoint(catalog)),
        Route.get("/info", new InfoEndpoint(config, catalog)));
  }
}
