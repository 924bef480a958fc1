package podium.model;

import java.util.Optional;

/// One row of the decision table: says whether a directory holds a model of this family.
public interface Family {

  /// Stable name for listings, such as `xlm_roberta`.
  String id();

  /// What the directory holds, if it is of this family. Looks at configuration and tensor names
  /// only.
  ///
  /// @throws podium.RerankException.ModelUnavailable if it is of this family but a variant that
  ///   cannot be served, with the reason
  Optional<Recognition> recognise(ModelFiles files);
}
