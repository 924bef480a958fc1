package podium.api;

import java.util.ArrayList;
import java.util.List;
import podium.catalog.Catalog;
import podium.config.ServerConfig;
import podium.http.Answer;
import podium.http.Route;
import podium.http.Service;
import podium.metrics.Metrics;
import podium.web.WebPage;

/// All routes.
public final class Api {

  private static final List<String> MODEL_ROUTES =
      List.of(
          "/v1/rerank",
          "/v2/rerank",
          "/rerank",
          "/v1/reranking",
          "/reranking",
          "/score",
          "/v1/score");

  private Api() {}

  public static Service service(ServerConfig config, Catalog catalog) {
    List<Route> lists =
        List.of(
            Route.get("/v1/models", new ModelsEndpoint(catalog)),
            Route.get(ModelEndpoint.PATH + "*", new ModelEndpoint(catalog)),
            Route.adminPost(
                ModelEndpoint.PATH + "*", new ModelActionEndpoint(catalog, config.limits())),
            Route.get("/info", new InfoEndpoint(config, catalog)),
            Route.get("/openapi.yaml", OpenApiEndpoint.YAML),
            Route.get("/openapi.json", OpenApiEndpoint.JSON));
    List<Route> routes = new ArrayList<>(lists);
    routes.addAll(WebPage.routes());
    List<String> others = routes.stream().map(Route::path).distinct().toList();
    var metrics = new Metrics(catalog, MODEL_ROUTES, others);
    routes.add(Route.openGet("/metrics", _ -> Answer.text(Metrics.CONTENT_TYPE, metrics.text())));
    var scoring = new Scoring(catalog, config.limits(), metrics);
    MODEL_ROUTES.forEach(path -> routes.add(Route.post(path, scoring.endpoint(path))));
    return new Service(routes, catalog::isReady, metrics);
  }
}
