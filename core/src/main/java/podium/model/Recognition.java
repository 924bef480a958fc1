package podium.model;

/// What a family says of a directory that it recognised.
///
/// @param family [Family#id()]
/// @param why one sentence: which file said what
/// @param positions longest sequence the position embeddings allow, in tokens; [Integer#MAX_VALUE]
///   where nothing limits it
/// @param template how query and document become one sequence
public record Recognition(String family, String why, int positions, Template template) {

  /// How query and document become one sequence.
  public enum Template {
    /// The pair template of `tokenizer.json`'s post-processor.
    PAIR
  }
}
