package podium.model;

import java.util.Optional;

/// One row of the decision table: says whether a directory holds a model of this family.
public interface Family {

  /// Stable name for listings, such as `xlm_roberta`.
  String id();

  /// What its networks were checked against.
  default Verified verified() {
    return Verified.REFERENCE;
  }

  /// How it is known that a network computes what it should.
  enum Verified {
    /// By the logits that the Python reference computes for a tiny model in the same file format.
    REFERENCE,
    /// By a second computation of the published formula, which is ours too: the reference itself
    /// was not at hand.
    FORMULA
  }

  /// What the directory holds, if it is of this family. Looks at configuration and tensor names
  /// only.
  ///
  /// @throws podium.RerankException.ModelUnavailable if it is of this family but a variant that
  ///   cannot be served, with the reason
  Optional<Recognition> recognise(ModelFiles files);
}
