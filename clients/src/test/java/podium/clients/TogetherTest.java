package podium.clients;

import java.net.URI;
import java.util.List;

class TogetherTest extends ClientContract {

  @Override
  List<Double> scores(URI server, String query, List<String> documents) throws Exception {
    return Node.scores("together-ai", server, query, documents);
  }
}
