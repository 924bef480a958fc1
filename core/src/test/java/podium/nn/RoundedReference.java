package podium.nn;

import java.util.List;
import podium.Precision;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.ReferenceEngine;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.nn.Golden.Case;
import podium.nn.Golden.Score;
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
      float[][] outputs =
          network.outputs(operators, Batch.of(cases.stream().map(Case::encoding).toList()));
      List<Float> found = Golden.read(cases, outputs);
      List<Score> expected = Golden.scores(cases);
      double largest = 0;
      for (int i = 0; i < found.size(); i++) {
        double relevance = expected.get(i).kind().relevance(found.get(i));
        largest = Math.max(largest, Math.abs(relevance - expected.get(i).relevance()));
      }
      return largest;
    }
  }
}
