package podium.clients;

import com.cohere.api.Cohere;
import com.cohere.api.resources.v2.requests.V2RerankRequest;
import com.cohere.api.resources.v2.types.V2RerankResponseResultsItem;
import java.net.URI;
import java.util.Comparator;
import java.util.List;

class CohereJavaV2Test extends ClientContract {

  @Override
  List<Double> scores(URI server, String query, List<String> documents) {
    var request =
        V2RerankRequest.builder().model("podium-tiny").query(query).documents(documents).build();
    Cohere cohere = Cohere.builder().token("any").url(server.toString()).build();
    return cohere.v2().rerank(request).getResults().stream()
        .sorted(Comparator.comparingInt(V2RerankResponseResultsItem::getIndex))
        .map(result -> (double) result.getRelevanceScore())
        .toList();
  }
}
