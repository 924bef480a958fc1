package podium.nn;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import podium.RerankException.ModelUnavailable;
import podium.engine.Activation;
import podium.engine.Engine;
import podium.engine.Engine.Linear;
import podium.engine.Operators;
import podium.engine.Tensor;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.model.Recognition.Template;
import podium.nn.Checkpoint.Bias;
import podium.tensor.Batch;

/// jina-reranker-v3 (Wang et al. 2025): a Qwen3 that reads many documents and then the query, each
/// with a marker behind it. The document marker has seen the documents before it, the query's all:
///
///     P(h) = W₂ relu(W₀ h)                     h of a marker
///     score = cos(P(h_document), P(h_query))
///
/// The network says the vectors P(h); [BlockVectors] compares them.
record JinaV3() implements NetworkFamily {

  private static final String ARCHITECTURE = "JinaForRanking";

  /// What the published model says, in tokens.
  private static final int LONGEST = 131_072;

  /// Behind each document.
  private static final String DOCUMENT_MARKER = "<|embed_token|>";

  /// Behind the query.
  private static final String QUERY_MARKER = "<|rerank_token|>";

  @Override
  public String id() {
    return "jina_v3";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    if (files.architecture().filter(ARCHITECTURE::equals).isEmpty()) {
      return Optional.empty();
    }
    DecoderShape shape = Qwen3.shape(files.config());
    if (shape.hidden() % 2 != 0) {
      throw new ModelUnavailable("config.json: hidden_size must be even, but is " + shape.hidden());
    }
    return Optional.of(
        new Recognition(
            id(),
            "config.json: architectures[0] is " + ARCHITECTURE,
            files.config().positive("max_position_embeddings", LONGEST),
            Template.JINA_V3));
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    DecoderShape shape = Qwen3.shape(model.config());
    int inner = shape.hidden() / 2;
    int width = model.rows("projector.2.weight");
    return new Loaded(
        Decoder.load(checkpoint.at("model"), shape),
        checkpoint.exactLinear(
            checkpoint.stored("projector.0", shape.hidden(), inner, Bias.ABSENT)),
        checkpoint.exactLinear(checkpoint.stored("projector.2", inner, width, Bias.ABSENT)),
        Markers.of(model));
  }

  /// The ids of the tokens behind documents and query.
  private record Markers(int document, int query) {

    static Markers of(ModelFiles files) {
      Map<String, Integer> ids = files.tokenIds(Set.of(DOCUMENT_MARKER, QUERY_MARKER));
      return new Markers(id(DOCUMENT_MARKER, ids), id(QUERY_MARKER, ids));
    }

    private static int id(String marker, Map<String, Integer> ids) {
      return Optional.ofNullable(ids.get(marker))
          .orElseThrow(() -> new ModelUnavailable("tokenizer.json lacks the token " + marker));
    }

    /// Rows of a sequence's markers, in order.
    int[] rows(Batch batch, int sequence) {
      int start = batch.start(sequence);
      return IntStream.range(start, start + batch.length(sequence))
          .filter(row -> batch.ids()[row] == document || batch.ids()[row] == query)
          .toArray();
    }
  }

  private record Loaded(Decoder decoder, Linear inner, Linear outer, Markers markers)
      implements Network {

    @Override
    public float[][] outputs(Operators o, Batch batch) {
      int[][] rows =
          IntStream.range(batch.prefixes().size(), batch.sequences())
              .mapToObj(sequence -> markers.rows(batch, sequence))
              .toArray(int[][]::new);
      int[] all = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
      Tensor h = decoder.rows(o, batch, all);
      float[] vectors = o.read(o.linear(o.linear(h, inner, Activation.RELU), outer));
      o.keep();
      return split(vectors, rows);
    }

    private float[][] split(float[] vectors, int[][] rows) {
      float[][] outputs = new float[rows.length][];
      int from = 0;
      for (int i = 0; i < rows.length; i++) {
        int to = from + rows[i].length * outer.out();
        outputs[i] = Arrays.copyOfRange(vectors, from, to);
        from = to;
      }
      return outputs;
    }
  }
}
