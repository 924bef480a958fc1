package podium.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A tiny model with what the Python reference says of some pairs.
///
/// @param maxLength in tokens, to which its pairs were cut
/// @param pairs whose logits the reference gives
/// @param many more, of one query, whose logits the server gave when it had nothing else to do
record KnownModel(String name, int maxLength, List<KnownPair> pairs, List<KnownPair> many) {

  static final Path GOLDEN = Path.of("..", "core", "src", "test", "resources", "golden");

  private static final ObjectMapper JSON = new ObjectMapper();

  static KnownModel read(String name) throws IOException {
    JsonNode golden = JSON.readTree(GOLDEN.resolve("expected").resolve(name + ".json").toFile());
    List<KnownPair> pairs = new ArrayList<>();
    for (JsonNode one : golden.path("cases")) {
      if (!one.path("query").textValue().isBlank()) {
        pairs.add(
            new KnownPair(
                one.path("query").textValue(),
                one.path("document").textValue(),
                Optional.ofNullable(one.path("instruction").textValue()),
                one.path("truncated").asBoolean(),
                one.path("input_ids").size(),
                one.path("logits").get(0).doubleValue()));
      }
    }
    return new KnownModel(
        name, golden.path("max_length").intValue(), List.copyOf(pairs), List.of());
  }

  KnownModel with(List<KnownPair> moreOfOneQuery) {
    return new KnownModel(name, maxLength, pairs, List.copyOf(moreOfOneQuery));
  }

  KnownPair any(Random random) {
    return pairs.get(random.nextInt(pairs.size()));
  }

  /// A pair that needs neither cutting nor an instruction, which some dialects do not know.
  KnownPair plain(Random random) {
    while (true) {
      KnownPair pair = any(random);
      if (!pair.cut() && pair.instruction().isEmpty()) {
        return pair;
      }
    }
  }

  /// All pairs of the same query as `pair`.
  List<KnownPair> beside(KnownPair pair) {
    return pairs.stream()
        .filter(other ->
            other.query().equals(pair.query()) && other.instruction().equals(pair.instruction()))
        .toList();
  }
}
