package podium.nn;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import podium.RerankException.ModelUnavailable;
import podium.model.Config;
import podium.model.Family;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.model.Recognition.Template;

/// How sequence classifiers over a pair of texts are recognised: by the class in `architectures[0]`
/// of `config.json` and by nothing else. `model_type` is missing in some models (jina-reranker-v2)
/// and misleads in others (jina-reranker-v1 says `bert`).
final class PairClassifier {

  private PairClassifier() {}

  /// What the directory holds if it is of the family.
  ///
  /// @param architectures the classes of this family
  /// @param positions reads the longest sequence from `config.json`, and refuses what the family
  ///   cannot compute
  static Optional<Recognition> recognise(
      ModelFiles files,
      Family family,
      List<String> architectures,
      ToIntFunction<Config> positions) {
    return files
        .architecture()
        .filter(architectures::contains)
        .map(architecture -> {
          requireOneOrTwoLabels(files.labels());
          return new Recognition(
              family.id(),
              "config.json: architectures[0] is " + architecture,
              positions.applyAsInt(files.config()),
              Template.PAIR);
        });
  }

  static void requireOneOrTwoLabels(int labels) {
    if (labels < 1 || labels > 2) {
      throw new ModelUnavailable(
          "config.json: a relevance score needs one or two labels, but the classifier has %d"
              .formatted(labels));
    }
  }
}
