package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.Precision;
import podium.Reranker;
import podium.RerankerOptions;
import podium.SpecialTokens;
import podium.nn.Golden;

/// Directories packed by `mlx/pack.py`, which follows MLX's own source, and the logits that it
/// computes with what the packed integers stand for.
class MlxTest {

  @ParameterizedTest
  @ValueSource(strings = {"bert_4bit", "bert_8bit", "qwen3_4bit", "qwen3_8bit"})
  void packedDirectoriesHaveTheLogitsOfTheirUnpackedWeights(String name) {
    Path directory = Golden.path("mlx/models/" + name);
    List<TextCase> cases = TextCase.in(Golden.json("mlx/expected/" + name + ".json"));
    var options =
        RerankerOptions.DEFAULT.withPrecision(Precision.F32).withSpecialTokens(SpecialTokens.PARSE);
    try (Reranker reranker = Reranker.open(directory, options)) {
      assertThat(cases)
          .hasSize(6)
          .allSatisfy(text ->
              assertThat(reranker.score(text.request()).logit(0))
                  .as(text.name())
                  .isCloseTo(text.logits().getFirst(), within(1e-4f)));
    }
  }
}
