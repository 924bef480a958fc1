package podium.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import podium.tensor.DType;

/// The sizes of a published model: its `config.json` and the tensors of its checkpoint.
///
/// @param name the published name, in lower case
/// @param config text of `config.json`
/// @param vocabulary number of token ids
/// @param maxLength longest pair in tokens
/// @param dtype how the published checkpoint stores its weights
/// @param frame tokens of the fixed text around query and document
/// @param tensors every tensor of the checkpoint
public record BenchShape(
    String name,
    String config,
    int vocabulary,
    int maxLength,
    DType dtype,
    Frame frame,
    List<TensorShape> tensors) {

  /// How many tokens [WordTokenizer] makes of the fixed text of a sequence.
  ///
  /// @param before those before the document; the query comes on top
  /// @param after those after the document
  /// @param sharing what documents of a request have in common
  /// @param imageSide pixels along each side of the image that each document has beside its text; 0
  ///   if it has none
  public record Frame(int before, int after, Sharing sharing, int imageSide) {

    /// `[CLS] query [SEP] document [SEP]`
    static final Frame PAIR = new Frame(2, 1, Sharing.NOTHING, 0);

    /// The prompt of Qwen3-Reranker, word by word.
    static final Frame QWEN3 = new Frame(42, 4, Sharing.PREFIX, 0);

    /// `<passage id="1"> document<|embed_token|> </passage>`
    static final Frame JINA_V3 = new Frame(2, 2, Sharing.SEQUENCE, 0);

    /// The prompt of Qwen3-VL-Reranker, word by word, and images of 400 tokens.
    static final Frame QWEN3_VL = new Frame(38, 3, Sharing.PREFIX, 640);

    RandomImages images() {
      return new RandomImages(imageSide);
    }
  }

  /// What the documents of a request have in common.
  public enum Sharing {
    NOTHING,
    /// All before the document.
    PREFIX,
    /// They are in one sequence.
    SEQUENCE
  }

  /// With a pair template.
  public BenchShape(
      String name,
      String config,
      int vocabulary,
      int maxLength,
      DType dtype,
      List<TensorShape> tensors) {
    this(name, config, vocabulary, maxLength, dtype, Frame.PAIR, tensors);
  }

  /// A tensor's name and shape.
  ///
  /// @param dimensions `[out, in]` for matrices, `[n]` for vectors
  public record TensorShape(String name, List<Integer> dimensions) {

    long elements() {
      return dimensions.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    /// Whether it scales a normalization and so is about 1, not about 0.
    boolean isNormWeight() {
      return dimensions.size() == 1 && name.endsWith(".weight");
    }
  }

  /// All shapes that can be benchmarked.
  public static final List<BenchShape> ALL =
      List.of(
          XlmRobertaShape.of("bge-reranker-base", 768, 12, 514),
          XlmRobertaShape.of("bge-reranker-v2-m3", 1024, 24, 8194),
          ModernBertShape.of("gte-reranker-modernbert-base"),
          NewModelShape.of("gte-multilingual-reranker-base"),
          DebertaShape.of("mxbai-rerank-base-v1", 768, 12),
          DebertaShape.of("mxbai-rerank-large-v1", 1024, 24),
          BertShape.of("ms-marco-minilm-l6"),
          JinaBertShape.of("jina-reranker-v1-turbo-en", 6),
          Qwen3Shape.of("qwen3-reranker-0.6b"),
          Qwen3Shape.jinaV3("jina-reranker-v3"),
          Qwen3VlShape.of("qwen3-vl-reranker-2b", 28),
          Qwen3VlShape.of("qwen3-vl-reranker-2b-vision", 1));

  public BenchShape {
    tensors = List.copyOf(tensors);
  }

  /// The shape of that name.
  ///
  /// @throws IllegalArgumentException listing the known names
  public static BenchShape named(String name) {
    return ALL.stream()
        .filter(shape -> shape.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "shape '%s' is unknown; known are %s"
                    .formatted(
                        name,
                        ALL.stream().map(BenchShape::name).collect(Collectors.joining(", ")))));
  }

  /// Bytes of all tensors as stored.
  public long bytes() {
    return tensors.stream().mapToLong(TensorShape::elements).sum() * dtype.bytes();
  }

  /// A growing list of tensors, for the shapes below.
  static final class Tensors {

    private final List<TensorShape> list = new ArrayList<>();

    Tensors matrix(String name, int... dimensions) {
      list.add(new TensorShape(name, Arrays.stream(dimensions).boxed().toList()));
      return this;
    }

    Tensors linear(String name, int out, int in) {
      return matrix(name + ".weight", out, in).matrix(name + ".bias", out);
    }

    Tensors norm(String name, int size) {
      return matrix(name + ".weight", size).matrix(name + ".bias", size);
    }

    List<TensorShape> list() {
      return list;
    }
  }
}
