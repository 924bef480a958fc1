package podium;

/// A part of a document's text.
///
/// @param start where it begins, as a position in the [String]
/// @param end where it ends
public record Stretch(int start, int end) {}
