package podium.nn;

import java.util.List;
import podium.Precision;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.ReferenceEngine;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.nn.Golden.Case;
import podium.tensor.Batch;

/// What bf16 costs a model that is computed perfectly but for the rounding of its weights and of
/// the matrices between its operators.
final class RoundedReference {

  private RoundedReference() {}

  /// The largest distance of a score from the reference's.
  static double distance(Golden golden) {
    try (Engine engine = new ReferenceEngine(Precision.BF16);
        Operators operators = engine.operators(1);
        ModelDirectory model = ModelDirectory.open(golden.model())) {
      Recognition recognition = Recognition.of(model, Families.IN_ORDER);
      Network network = Families.of(recognition).load(model, engine);
      List<Case> cases = golden.cases();
      float[] logits =
          network.logits(operators, Batch.of(cases.stream().map(Case::encoding).toList()));
      double largest = 0;
      for (int i = 0; i < logits.length; i++) {
        largest = Math.max(largest, Math.abs(Case.sigmoid(logits[i]) - cases.get(i).score()));
      }
      return largest;
    }
  }
}
