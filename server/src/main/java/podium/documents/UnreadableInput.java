package podium.documents;

/// A file that cannot be read as documents; the message is one sentence with the file and, where
/// there is one, the line and what stands there.
public final class UnreadableInput extends Exception {

  private static final int LONGEST_QUOTE = 60;

  UnreadableInput(String message) {
    super(message);
  }

  UnreadableInput(String message, Throwable cause) {
    super(message, cause);
  }

  /// That something at `place` is wrong.
  ///
  /// @param value what stands there
  static UnreadableInput at(Place place, String complaint, String value) {
    return new UnreadableInput("%s: %s: %s".formatted(place, complaint, quote(value)));
  }

  /// The beginning of it on one line, without anything that a terminal might obey.
  private static String quote(String value) {
    int end = Math.min(value.length(), 2 * LONGEST_QUOTE);
    String line = value.substring(0, end).replaceAll("[\\s\\p{Cntrl}\\p{Cf}]+", " ").strip();
    boolean fits = end == value.length() && line.codePointCount(0, line.length()) <= LONGEST_QUOTE;
    int most = Math.min(LONGEST_QUOTE, line.codePointCount(0, line.length()));
    return fits ? line : line.substring(0, line.offsetByCodePoints(0, most)) + "…";
  }
}
