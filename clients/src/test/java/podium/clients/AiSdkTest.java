package podium.clients;

import java.net.URI;
import java.util.List;

class AiSdkTest extends ClientContract {

  @Override
  List<Double> scores(URI server, String query, List<String> documents) throws Exception {
    return Node.scores("ai-sdk", server, query, documents);
  }
}
