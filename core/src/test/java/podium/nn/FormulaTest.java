package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import podium.Precision;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.ResidentMemory;
import podium.engine.onednn.OneDnnEngine;
import podium.model.Family.Verified;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.nn.Golden.Case;
import podium.tensor.Batch;

class FormulaTest {

  /// All scores of one layer of 8192 tokens would take 1.6 GB or more.
  private static final long BOUND = 160L << 20;

  @TestFactory
  Stream<DynamicTest> longTextsHaveTheLogitsOfTheFormulaInLittleMemory() {
    return Formula.NAMES.stream()
        .map(
            name -> dynamicTest(name, () -> assertLogitsInLittleMemory(Formula.ofLongTexts(name))));
  }

  private static void assertLogitsInLittleMemory(Golden golden) throws Exception {
    assumeThat(ResidentMemory.isKnown()).isTrue();
    try (Engine engine = OneDnnEngine.open(Precision.F32);
        ModelDirectory model = ModelDirectory.open(golden.model());
        Operators operators = engine.operators(1)) {
      Network network = Families.of(Recognition.of(model, Families.IN_ORDER)).load(model, engine);
      ResidentMemory before = ResidentMemory.now();
      for (Case text : golden.cases()) {
        float[][] outputs = network.outputs(operators, Batch.of(List.of(text.encoding())));

        Tolerance.of(golden, Precision.F32)
            .check(text.scores(), Golden.read(List.of(text), outputs));
        assertThat(ResidentMemory.now().growthSince(before)).isLessThan(BOUND);
      }
    }
  }

  @Test
  void familiesSayOfThemselvesWhatTheyWereCheckedAgainst() {
    Set<String> reference = families(Golden.NAMES.stream().map(Golden::of));
    Set<String> formula = families(Formula.NAMES.stream().map(Formula::of));

    assertThat(Families.IN_ORDER)
        .isNotEmpty()
        .allSatisfy(family ->
            assertThat(family.verified() == Verified.REFERENCE ? reference : formula)
                .contains(family.id()));
    assertThat(reference).doesNotContainAnyElementsOf(formula);
  }

  private static Set<String> families(Stream<Golden> models) {
    return models.map(FormulaTest::family).collect(Collectors.toSet());
  }

  private static String family(Golden golden) {
    try (ModelDirectory model = ModelDirectory.open(golden.model())) {
      return Recognition.of(model, Families.IN_ORDER).family();
    }
  }
}
