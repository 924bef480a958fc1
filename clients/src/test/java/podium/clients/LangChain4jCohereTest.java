package podium.clients;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.cohere.CohereScoringModel;
import java.net.URI;
import java.util.List;

class LangChain4jCohereTest extends ClientContract {

  @Override
  List<Double> scores(URI server, String query, List<String> documents) {
    var model =
        CohereScoringModel.builder()
            .baseUrl(server + "/v1/")
            .apiKey("any")
            .modelName("podium-tiny")
            .build();
    return model.scoreAll(documents.stream().map(TextSegment::from).toList(), query).content();
  }
}
