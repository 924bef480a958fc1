package podium.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import podium.ModelInfo;
import podium.RerankRequest;
import podium.Reranker;
import podium.Scores;
import podium.nn.Families;
import podium.runtime.ReferenceOpener;

class SelfTestTest {

  @TempDir private Path folder;

  @Test
  void everyFamilyHasATinyModel() {
    assertThat(TinyModel.all())
        .extracting(model -> model.shape().name())
        .containsExactlyElementsOf(Families.IN_ORDER.stream().map(family -> family.id()).toList());
  }

  /// So that what is recorded cannot drift from what is right.
  @TestFactory
  Stream<DynamicTest> recordedLogitsAreThoseOfTheReferenceEngine() {
    return TinyModel.all().stream()
        .map(model -> dynamicTest(model.shape().name(), () -> assertRecorded(model)));
  }

  private void assertRecorded(TinyModel model) throws Exception {
    List<Float> logits = new SelfTest(ReferenceOpener.create()).logits(model, folder);

    assertThat(model.logits()).as("the reference says %s", logits).hasSameSizeAs(logits);
    for (int i = 0; i < logits.size(); i++) {
      assertThat(model.logits().get(i))
          .as("the reference says %s", logits)
          .isCloseTo(logits.get(i), offset(1e-6f));
    }
    assertThat(Collections.max(logits) - Collections.min(logits))
        .as("documents must differ for an error to show")
        .isGreaterThan(0.01f);
  }

  @Test
  void thisMachineComputesAllOfThemRight() {
    assertThat(new SelfTest(Reranker.opener()).findings())
        .hasSameSizeAs(Families.IN_ORDER)
        .allSatisfy(
            finding -> assertThat(finding.verdict()).as(finding.what()).isEqualTo(Verdict.OK));
  }

  @Test
  void aMachineThatMiscalculatesIsFoundOut() {
    var wrong =
        new SelfTest((directory, options) -> new Miscalculating(Reranker.open(directory, options)));

    assertThat(wrong.findings())
        .hasSameSizeAs(Families.IN_ORDER)
        .allSatisfy(finding -> {
          assertThat(finding.verdict()).isEqualTo(Verdict.FAILED);
          assertThat(finding.what()).startsWith("a logit is wrong by 2.");
          assertThat(finding.advice()).startsWith("do not trust scores of this family");
        });
  }

  /// Is right but for one document, and there a little wrong.
  private record Miscalculating(Reranker right) implements Reranker {

    @Override
    public ModelInfo info() {
      return right.info();
    }

    @Override
    public Scores score(RerankRequest request) {
      Scores scores = right.score(request);
      float[] logits = new float[scores.size()];
      IntStream.range(0, logits.length).forEach(i -> logits[i] = scores.logit(i));
      logits[2] += 2.5e-4f;
      return new Scores(logits, scores.kind(), scores.promptTokens(), 0, scores.timing());
    }

    @Override
    public void close() {
      right.close();
    }
  }
}
