package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import podium.RawScore;
import podium.tensor.Encoding;
import podium.tensor.PlacedPicture;
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
          "gemma",
          "jina_v3",
          "qwen3_vl");

  /// Those whose tokens see only what comes before, so that sequences may share a prefix.
  public static final List<String> CAUSAL =
      List.of("qwen3", "qwen3_untied_sharded_bf16", "qwen3_seq_cls", "qwen2", "gemma", "qwen3_vl");

  /// The token that stands for a block of a picture in `qwen3_vl`.
  private static final int IMAGE_PAD = 912;

  private static final ObjectMapper JSON = new ObjectMapper();

  /// What the reference says of one document.
  ///
  /// @param of which case it belongs to
  /// @param raw in f32
  public record Score(String of, float raw, RawScore kind) {

    /// In 0..1.
    public double relevance() {
      return kind.relevance(raw);
    }
  }

  /// A query and a document, or a block of several, as the reference encoded them.
  ///
  /// @param scores of the documents
  public record Case(String name, Encoding encoding, List<Score> scores) {

    /// The raw scores of the documents, by the output of a network for this case.
    List<Float> read(float[] output) {
      boolean vectors = scores.getFirst().kind() == RawScore.COSINE;
      float[] raw =
          vectors ? BlockVectors.scores(List.of(new BlockVectors(output, scores.size()))) : output;
      return IntStream.range(0, raw.length).mapToObj(i -> raw[i]).toList();
    }

    int[] firstIds(int count) {
      return Arrays.copyOf(encoding.ids(), count);
    }

    /// Its first tokens, about `count`, with the pictures among them.
    Prefix prefix(int count) {
      List<PlacedPicture> before =
          encoding.pictures().stream().filter(p -> p.at() < count).toList();
      int end = before.stream().mapToInt(p -> p.at() + p.picture().tokens()).max().orElse(0);
      return new Prefix(firstIds(Math.max(count, end)), before);
    }

    /// The same as the continuation of a prefix that it begins with.
    Case after(Prefix prefix) {
      int[] ids = encoding.ids();
      if (!Arrays.equals(prefix.ids(), firstIds(prefix.length()))) {
        throw new IllegalArgumentException(name + " has another prefix");
      }
      int[] rest = Arrays.copyOfRange(ids, prefix.length(), ids.length);
      List<PlacedPicture> shown =
          encoding.pictures().stream()
              .filter(p -> p.at() >= prefix.length())
              .map(p -> p.shifted(-prefix.length()))
              .toList();
      var behind = new Encoding(rest, new int[rest.length], false).showing(shown);
      return new Case(name, behind.after(prefix), scores);
    }
  }

  /// The scores of the documents of all `cases`.
  public static List<Score> scores(List<Case> cases) {
    return cases.stream().flatMap(golden -> golden.scores().stream()).toList();
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

  /// What a network says of `cases`, in their order: the raw scores of all their documents.
  static List<Float> read(List<Case> cases, float[][] outputs) {
    assertThat(outputs).hasNumberOfRows(cases.size());
    return IntStream.range(0, outputs.length)
        .mapToObj(i -> cases.get(i).read(outputs[i]))
        .flatMap(List::stream)
        .toList();
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
    Encoding encoding =
        new Encoding(ids, types.isMissingNode() ? new int[ids.length] : integers(types), false);
    String name = node.path("name").asText();
    return new Case(
        name,
        node.has("images") ? encoding.showing(pictures(node, ids)) : encoding,
        scores(name, node));
  }

  /// `scores` of the documents of a list, or `logits` of one document.
  private static List<Score> scores(String name, JsonNode node) {
    RawScore kind = node.has("scores") ? RawScore.COSINE : RawScore.LOGIT;
    return node.path(kind == RawScore.COSINE ? "scores" : "logits")
        .valueStream()
        .map(score -> new Score(name, score.floatValue(), kind))
        .toList();
  }

  /// The file of an image that a case of `qwen3_vl` shows.
  public static byte[] image(String file) {
    try {
      return Files.readAllBytes(path("golden/expected/qwen3_vl_images/" + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<PlacedPicture> pictures(JsonNode node, int[] ids) {
    return GoldenPictures.of(node, ids, IMAGE_PAD);
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
