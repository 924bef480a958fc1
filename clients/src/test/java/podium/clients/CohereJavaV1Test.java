package podium.clients;

import com.cohere.api.Cohere;
import com.cohere.api.requests.RerankRequest;
import com.cohere.api.types.RerankRequestDocumentsItem;
import com.cohere.api.types.RerankResponseResultsItem;
import java.net.URI;
import java.util.Comparator;
import java.util.List;

class CohereJavaV1Test extends ClientContract {

  @Override
  List<Double> scores(URI server, String query, List<String> documents) {
    var request =
        RerankRequest.builder()
            .query(query)
            .documents(documents.stream().map(RerankRequestDocumentsItem::of).toList())
            .model("podium-tiny")
            .build();
    Cohere cohere = Cohere.builder().token("any").url(server.toString()).build();
    return cohere.rerank(request).getResults().stream()
        .sorted(Comparator.comparingInt(RerankResponseResultsItem::getIndex))
        .map(result -> (double) result.getRelevanceScore())
        .toList();
  }
}
