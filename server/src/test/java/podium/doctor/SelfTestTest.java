package podium.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import podium.ModelInfo;
import podium.Precision;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.Scores;
import podium.engine.onednn.OneDnnEngine;
import podium.nn.Families;
import podium.runtime.ReferenceOpener;

class SelfTestTest {

  private static final SelfTest REFERENCE = new SelfTest(ReferenceOpener.create(), true);

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
    List<Float> logits = logits(REFERENCE.scores(model, folder, Precision.F32));

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

  private static List<Float> logits(Scores scores) {
    return IntStream.range(0, scores.size()).mapToObj(scores::logit).toList();
  }

  /// What rounds otherwise than the reference is no worse than that, as far as is known.
  @TestFactory
  Stream<DynamicTest> roundingAloneCostsAtMostHalfOfWhatBf16May() {
    return TinyModel.all().stream()
        .map(model ->
            dynamicTest(
                model.shape().name(),
                () ->
                    assertThat(
                            SelfTest.distanceOfScores(
                                model, REFERENCE.scores(model, folder, Precision.BF16)))
                        .isPositive()
                        .isLessThanOrEqualTo(SelfTest.BF16_TOLERANCE / 2)));
  }

  @Test
  void thisMachineComputesAllOfThemRight() {
    assertThat(new SelfTest(Reranker.opener(), OneDnnEngine.nativeBf16()).findings())
        .hasSameSizeAs(Families.IN_ORDER)
        .allSatisfy(
            finding -> assertThat(finding.verdict()).as(finding.what()).isEqualTo(Verdict.OK));
  }

  @Test
  void theReferenceIsRightInBf16Too() {
    assertThat(REFERENCE.findings())
        .hasSameSizeAs(Families.IN_ORDER)
        .allSatisfy(finding ->
            assertThat(finding.what()).matches("equal within [0-9.e+-]+, in bf16 [0-9.e-]+"));
  }

  private static void assertFoundOut(Miscalculation wrong, boolean bf16, String what) {
    var test =
        new SelfTest(
            (directory, options) ->
                new Miscalculating(
                    ReferenceOpener.create().open(directory, options), options, wrong),
            bf16);

    assertThat(test.findings())
        .hasSameSizeAs(Families.IN_ORDER)
        .allSatisfy(finding -> {
          assertThat(finding.verdict()).isEqualTo(Verdict.FAILED);
          assertThat(finding.what()).startsWith(what);
          assertThat(finding.advice()).startsWith("do not trust scores of this family");
        });
  }

  @Test
  void aMachineThatMiscalculatesIsFoundOut() {
    assertFoundOut(
        new Miscalculation(Precision.F32, 2.5e-4f), false, "a raw score in f32 is wrong by 2.");
    assertFoundOut(new Miscalculation(Precision.BF16, 3), true, "a score in bf16 is wrong by ");
  }

  /// In which precision, and by how much.
  private record Miscalculation(Precision precision, float error) {}

  /// Is right but for one document, and there a little wrong.
  private record Miscalculating(Reranker right, RerankerOptions options, Miscalculation wrong)
      implements Reranker {

    @Override
    public ModelInfo info() {
      return right.info();
    }

    @Override
    public Scores score(RerankRequest request) {
      Scores scores = right.score(request);
      float[] logits = new float[scores.size()];
      IntStream.range(0, logits.length).forEach(i -> logits[i] = scores.logit(i));
      if (options.precision().equals(Optional.of(wrong.precision()))) {
        logits[2] += wrong.error();
      }
      return new Scores(logits, scores.kind(), scores.promptTokens(), 0, scores.timing());
    }

    @Override
    public void close() {
      right.close();
    }
  }
}
