package podium.clients;

import java.net.URI;
import java.util.List;

class CohereNodeV2Test extends ClientContract {

  @Override
  List<Double> scores(URI server, String query, List<String> documents) throws Exception {
    return Node.scores("cohere-ai-v2", server, query, documents);
  }
}
