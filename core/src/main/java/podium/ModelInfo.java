package podium;

/// What a model is, for listings.
///
/// @param family id of the family that recognised it, such as `xlm_roberta`
/// @param why the sentence that says by what it was recognised
/// @param maxLength longest sequence in tokens, special tokens included
/// @param precision the precision of its matrix products
/// @param weightBytes bytes of its weights on disk
/// @param takesInstruction whether it heeds [RerankRequest#instruction]
/// @param takesImages whether queries and documents may have images
/// @param rawScore what its raw scores are
public record ModelInfo(
    String family,
    String why,
    int maxLength,
    Precision precision,
    long weightBytes,
    boolean takesInstruction,
    boolean takesImages,
    RawScore rawScore) {

  /// Of a model that takes no instruction and no images and gives logits.
  public ModelInfo(
      String family, String why, int maxLength, Precision precision, long weightBytes) {
    this(family, why, maxLength, precision, weightBytes, false, false, RawScore.LOGIT);
  }
}
