package podium.clients;

import java.net.URI;
import java.util.List;

class CohereNodeV1Test extends ClientContract {

  @Override
  List<Double> scores(URI server, String query, List<String> documents) throws Exception {
    return Node.scores("cohere-ai-v1", server, query, documents);
  }
}
