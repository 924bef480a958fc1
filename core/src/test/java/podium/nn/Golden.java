package podium.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import podium.tensor.Encoding;
import podium.tensor.Prefix;

/// A tiny model on disk and what the Python reference makes of it.
///
/// @param model the directory
public record Golden(String name, Path model, List<Case> cases) {

  /// Every model of a family that can be served.
  public static final List<String> NAMES =
      List.of(
          "xlm_roberta",
          "xlm_roberta_bf16",
          "xlm_roberta_sharded",
          "jina_v2",
          "roberta",
          "bert",
          "bert_legacy",
          "bert_st6",
          "electra",
          "electra_small",
          "distilbert",
          "modernbert_cls",
          "modernbert_mean",
          "modernbert_v5",
          "new",
          "deberta_v2",
          "qwen3",
          "qwen3_st6",
          "qwen3_untied_sharded_bf16",
          "qwen3_seq_cls",
          "qwen2",
          "gemma");

  /// Those whose tokens see only what comes before, so that sequences may share a prefix.
  public static final List<String> CAUSAL =
      List.of("qwen3", "qwen3_untied_sharded_bf16", "qwen3_seq_cls", "qwen2", "gemma");

  private static final ObjectMapper JSON = new ObjectMapper();

  /// A pair of texts as the reference encoded it, and its logit in f32.
  public record Case(String name, Encoding encoding, float logit) {

    int[] firstIds(int count) {
      return Arrays.copyOf(encoding.ids(), count);
    }

    /// The same as the continuation of a prefix that it begins with.
    Case after(Prefix prefix) {
      int[] ids = encoding.ids();
      if (!Arrays.equals(prefix.ids(), firstIds(prefix.length()))) {
        throw new IllegalArgumentException(name + " has another prefix");
      }
      int[] rest = Arrays.copyOfRange(ids, prefix.length(), ids.length);
      return new Case(name, new Encoding(rest, new int[rest.length], false).after(prefix), logit);
    }

    /// The reference's score, in 0..1.
    public double score() {
      return sigmoid(logit);
    }

    static double sigmoid(double logit) {
      return 1 / (1 + Math.exp(-logit));
    }
  }

  /// The ids with which all cases begin.
  int[] commonIds() {
    int[] common = cases.getFirst().encoding().ids();
    for (Case other : cases) {
      int mismatch = Arrays.mismatch(common, other.encoding().ids());
      common = mismatch < 0 ? common : Arrays.copyOf(common, mismatch);
    }
    return common;
  }

  /// The cases of one model.
  public static Golden of(String name) {
    return new Golden(name, path("golden/models/" + name), cases(expected(name)));
  }

  static List<Case> cases(JsonNode expected) {
    List<Case> cases =
        StreamSupport.stream(expected.path("cases").spliterator(), false)
            .map(Golden::parse)
            .toList();
    if (cases.isEmpty()) {
      throw new IllegalStateException("no cases");
    }
    return cases;
  }

  /// `expected/NAME.json`.
  public static JsonNode expected(String name) {
    return json("golden/expected/" + name + ".json");
  }

  /// Another JSON file among the tests' resources.
  public static JsonNode json(String resource) {
    try {
      return JSON.readTree(path(resource).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case parse(JsonNode node) {
    int[] ids = integers(node.path("input_ids"));
    JsonNode types = node.path("token_type_ids");
    return new Case(
        node.path("name").asText(),
        new Encoding(ids, types.isMissingNode() ? new int[ids.length] : integers(types), false),
        node.path("logits").path(0).floatValue());
  }

  private static int[] integers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::intValue).toArray();
  }

  /// Another file or folder there.
  public static Path path(String resource) {
    URL url = Objects.requireNonNull(Golden.class.getResource("/" + resource), resource);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
