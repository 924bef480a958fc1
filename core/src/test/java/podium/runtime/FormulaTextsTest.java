package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import podium.Precision;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.Scores;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.ReferenceEngine;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.nn.Families;
import podium.nn.Formula;
import podium.nn.Golden;
import podium.nn.Network;
import podium.nn.PairNetwork;
import podium.tensor.Batch;
import podium.tensor.Encoding;

/// Models without a reference, from texts to scores.
class FormulaTextsTest {

  private static final String QUERY = "which is the largest city?";
  private static final List<String> DOCUMENTS = List.of("a city ".repeat(40), "", "東京", "a river");

  /// Nothing is shared by documents whose tokens see all of the text.
  @ParameterizedTest
  @FieldSource("podium.nn.Formula#NAMES")
  void textsAreScoredAsTheirTokensAre(String name) {
    Golden model = Formula.of(name);
    List<Encoding> encodings = encodings(model);
    float[] expected = logits(model, encodings);
    var options = RerankerOptions.DEFAULT.withPrecision(Precision.F32);

    try (Reranker reranker = Reranker.open(model.model(), options)) {
      Scores scores = reranker.score(RerankRequest.of(QUERY, DOCUMENTS));

      assertThat(scores.promptTokens())
          .isEqualTo(encodings.stream().mapToInt(Encoding::length).sum());
      for (int i = 0; i < expected.length; i++) {
        assertThat(scores.logit(i)).isCloseTo(expected[i], within(1e-4f));
      }
    }
  }

  private static List<Encoding> encodings(Golden golden) {
    try (ModelDirectory model = ModelDirectory.open(golden.model())) {
      Recognition recognition = Recognition.of(model, Families.IN_ORDER);
      RequestEncoder encoder =
          SequenceEncoders.of(golden.model(), RerankerOptions.DEFAULT, model, recognition)
              .load(recognition.template());
      var request = RerankRequest.of(QUERY, DOCUMENTS);
      try (Sequences sequences = encoder.encode(request, Deadline.in(request.timeout()))) {
        return sequences.sequences().stream().map(Encoding::whole).toList();
      } finally {
        encoder.close();
      }
    }
  }

  private static float[] logits(Golden golden, List<Encoding> encodings) {
    try (Engine engine = new ReferenceEngine();
        Operators operators = engine.operators(1);
        ModelDirectory model = ModelDirectory.open(golden.model())) {
      Network network = Families.of(Recognition.of(model, Families.IN_ORDER)).load(model, engine);
      return ((PairNetwork) network).logits(operators, Batch.of(encodings));
    }
  }
}
