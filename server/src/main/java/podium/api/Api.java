package podium.api;

import java.util.List;
import podium.catalog.Catalog;
import podium.config.Limits;
import podium.config.ServerConfig;
import podium.http.Route;

/// All routes that need models.
public final class Api {

  private Api() {}

  public static List<Route> routes(ServerConfig config, Catalog catalog) {
    Limits limits = config.limits();
    var version1 = new RerankEndpoint(catalog, limits, RerankDialect.V1);
    var version2 = new RerankEndpoint(catalog, limits, RerankDialect.V2);
    return List.of(
        Route.post("/v1/rerank", version1),
        Route.post("/v2/rerank", version2),
        Route.post("/rerank", version1),
        Route.get("/v1/models", new ModelsEndpoint(catalog)),
        Route.get(ModelEndpoint.PATH + "*", new ModelEndpoint(catalog)),
        Route.get("/info", new InfoEndpoint(config, catalog)));
  }
}
