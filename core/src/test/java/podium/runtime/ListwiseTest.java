package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import podium.Content;
import podium.LengthLimits;
import podium.Precision;
import podium.RawScore;
import podium.RerankException.InvalidRequest;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.Scores;
import podium.SpecialTokens;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.ReferenceEngine;
import podium.model.ModelDirectory;
import podium.nn.Families;
import podium.nn.Golden;
import podium.nn.Network;
import podium.tensor.Batch;
import podium.tensor.Encoding;
import podium.text.BlockEncoder;
import podium.text.BlockQuery;
import podium.text.Excerpt;

/// Requests to a model that reads many documents together.
class ListwiseTest {

  private static final int NO_LIMIT = Integer.MAX_VALUE;

  /// So many that they take several blocks.
  private static final List<String> DOCUMENTS =
      IntStream.range(0, 40).mapToObj("document %d about cities"::formatted).toList();

  private static final LengthLimits SHORT_BLOCKS = new LengthLimits(160, 20, false);

  private static Reranker reranker;

  @BeforeAll
  static void open() {
    reranker = open(RerankerOptions.DEFAULT);
  }

  @AfterAll
  static void close() {
    reranker.close();
  }

  private static Reranker open(RerankerOptions options) {
    return Reranker.open(Golden.of("jina_v3").model(), options.withPrecision(Precision.F32));
  }

  @Test
  void saysThatItsScoresAreCosines() {
    Scores scores = reranker.score(RerankRequest.of("capital", List.of("Paris")));

    assertThat(reranker.info().rawScore()).isEqualTo(RawScore.COSINE);
    assertThat(reranker.info().takesInstruction()).isTrue();
    assertThat(reranker.info().maxLength()).isEqualTo(131_072);
    assertThat(scores.score(0)).isCloseTo((scores.logit(0) + 1) / 2, within(1e-6f));
  }

  @Test
  void aScoreDependsOnTheOtherDocuments() {
    Scores alone = reranker.score(RerankRequest.of("capital", List.of("Paris")));
    Scores together = reranker.score(RerankRequest.of("capital", List.of("Berlin", "Paris")));
    Scores twice = reranker.score(RerankRequest.of("capital", List.of("Paris", "Paris")));

    assertThat(together.logit(1)).isNotCloseTo(alone.logit(0), within(1e-2f));
    assertThat(twice.logit(1)).isNotCloseTo(twice.logit(0), within(1e-2f));
  }

  /// The reference's own recipe, step by step, on the slow engine.
  @Test
  void blocksAreComparedWithTheWeightedMeanOfTheirQueries() {
    RerankRequest request = request(SHORT_BLOCKS, DOCUMENTS);

    float[] expected = byTheRecipe(request);

    Scores scores = reranker.score(request);
    for (int i = 0; i < expected.length; i++) {
      assertThat(scores.logit(i)).as("document %d", i).isCloseTo(expected[i], within(1e-4f));
    }
  }

  @Test
  void itDoesNotMatterInWhichBatchesBlocksAreComputedAndByWhom() {
    RerankRequest request = request(SHORT_BLOCKS, DOCUMENTS);
    Scores expected = reranker.score(request);
    var oneByOne = new RerankerOptions(Optional.empty(), SpecialTokens.TEXT, 3, 1, 1, 100_000);
    var together = new RerankerOptions(Optional.empty(), SpecialTokens.TEXT, 1, 1, 90_000, 100_000);
    for (RerankerOptions options : List.of(oneByOne, together)) {
      try (Reranker other = open(options)) {
        Scores scores = other.score(request);

        assertThat(scores.promptTokens()).isEqualTo(expected.promptTokens());
        for (int i = 0; i < DOCUMENTS.size(); i++) {
          assertThat(scores.logit(i)).isCloseTo(expected.logit(i), within(1e-5f));
        }
      }
    }
  }

  @Test
  void anInstructionChangesScores() {
    RerankRequest plain = RerankRequest.of("capital", List.of("Paris", "Berlin"));

    assertThat(reranker.score(plain.withInstruction("find cities")).logit(0))
        .isNotEqualTo(reranker.score(plain).logit(0));
  }

  @Test
  void aLongDocumentIsCutOrReadAsSeveralPassages() {
    String document = "the river, the bridge and the town. ".repeat(20);
    Scores cut = reranker.score(request(new LengthLimits(100, NO_LIMIT, false), List.of(document)));
    Scores read =
        reranker.score(
            request(
                new LengthLimits(100, NO_LIMIT, false).withWindows(50), List.of(document, "a")));

    assertThat(cut.truncatedDocuments()).isEqualTo(1);
    assertThat(read.truncatedDocuments()).isZero();
    assertThat(read.size()).isEqualTo(2);
    assertThat(read.promptTokens()).isGreaterThan(2 * cut.promptTokens());
  }

  @Test
  void whatMustNotBeCutIsRefused() {
    assertThatThrownBy(() ->
            reranker.score(
                request(new LengthLimits(100, NO_LIMIT, true), List.of("a", "7".repeat(999)))))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("documents[1] does not fit: it has 999 tokens");
  }

  @Test
  void theQueueAdmitsTheTokensOfWholePrompts() {
    try (Reranker small =
        open(new RerankerOptions(Optional.empty(), SpecialTokens.TEXT, 1, 1, 100, 500))) {
      assertThat(small.score(RerankRequest.of("q", List.of("a"))).promptTokens())
          .isBetween(200L, 300L);
      assertThatThrownBy(
              () -> small.score(RerankRequest.of("q", Collections.nCopies(20, "a city"))))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("but the queue admits at most 500");
    }
  }

  private static RerankRequest request(LengthLimits limits, List<String> documents) {
    return new RerankRequest(
        Content.of("what is the capital of france?"),
        documents.stream().map(Content::of).toList(),
        limits,
        RerankRequest.NO_TIMEOUT);
  }

  /// The cosines of all documents as jina-reranker-v3's code computes them block by block.
  private static float[] byTheRecipe(RerankRequest request) {
    List<float[]> documents = new ArrayList<>();
    List<float[]> queries = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (List<float[]> block : vectorsOfBlocks(request)) {
      float[] query = block.getLast();
      queries.add(query);
      documents.addAll(block.subList(0, block.size() - 1));
      double best = -1;
      for (float[] document : block.subList(0, block.size() - 1)) {
        best = Math.max(best, cosine(document, query));
      }
      weights.add((1 + best) / 2);
    }
    assertThat(queries).hasSizeGreaterThan(3);
    float[] mean = new float[queries.getFirst().length];
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    for (int i = 0; i < mean.length; i++) {
      for (int b = 0; b < queries.size(); b++) {
        mean[i] += (float) (weights.get(b) * queries.get(b)[i] / sum);
      }
    }
    float[] scores = new float[documents.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) cosine(documents.get(i), mean);
    }
    return scores;
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double lengths = 0;
    double others = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      lengths += (double) a[i] * a[i];
      others += (double) b[i] * b[i];
    }
    return product / Math.sqrt(lengths) / Math.sqrt(others);
  }

  /// The vectors of each block's documents, and of the query last.
  private static List<List<float[]>> vectorsOfBlocks(RerankRequest request) {
    var directory = Golden.of("jina_v3").model();
    try (BlockEncoder encoder =
            BlockEncoder.load(
                directory.resolve("tokenizer.json"), SpecialTokens.TEXT, 131_072, 936);
        ModelDirectory model = ModelDirectory.open(directory);
        Engine engine = new ReferenceEngine();
        Operators operators = engine.operators(1)) {
      Network network =
          Families.IN_ORDER.stream()
              .filter(family -> family.id().equals("jina_v3"))
              .findAny()
              .orElseThrow()
              .load(model, engine);
      BlockQuery query =
          encoder.query(text(request.query()), request.instruction(), request.limits());
      List<Excerpt> passages =
          request.documents().stream()
              .flatMap(document -> query.passages(text(document), 0).stream())
              .toList();
      return query.blocks(passages).stream()
          .map(block -> vectors(network, operators, query.encode(block), block.size() + 1))
          .toList();
    }
  }

  private static List<float[]> vectors(
      Network network, Operators operators, Encoding encoding, int count) {
    float[] output = network.outputs(operators, Batch.of(List.of(encoding)))[0];
    int width = output.length / count;
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(output, i * width, (i + 1) * width))
        .toList();
  }

  private static String text(Content content) {
    return ((Content.Text) content).text();
  }
}
