package podium.clients;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.jina.JinaScoringModel;
import java.net.URI;
import java.util.List;

class LangChain4jJinaTest extends ClientContract {

  @Override
  List<Double> scores(URI server, String query, List<String> documents) {
    var model =
        JinaScoringModel.builder()
            .baseUrl(server + "/")
            .apiKey("any")
            .modelName("podium-tiny")
            .build();
    return model.scoreAll(documents.stream().map(TextSegment::from).toList(), query).content();
  }
}
