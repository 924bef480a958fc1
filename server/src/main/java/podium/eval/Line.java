package podium.eval;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// One line of a file, without its end.
final class Line {

  /// Characters of a value that messages quote.
  private static final int LONGEST_QUOTE = 60;

  private final Path file;
  private final long number;
  private final byte[] bytes;

  /// @param number from 1
  /// @param bytes not copied
  Line(Path file, long number, byte[] bytes) {
    this.file = file;
    this.number = number;
    this.bytes = bytes;
  }

  long number() {
    return number;
  }

  byte[] bytes() {
    return bytes;
  }

  /// @throws DatasetException if it is not UTF-8
  String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw wrong("it is not UTF-8");
    }
  }

  /// A complaint about this line.
  DatasetException wrong(String what) {
    return wrong(file, number, what);
  }

  /// A complaint about a line that was read before.
  static DatasetException wrong(Path file, long number, String what) {
    return new DatasetException("%s, line %d: %s".formatted(file, number, what));
  }

  /// `value` between quotation marks, or its beginning.
  static String quoted(String value) {
    if (value.length() <= LONGEST_QUOTE) {
      return "'%s'".formatted(value);
    }
    int end = Character.isHighSurrogate(value.charAt(LONGEST_QUOTE - 1)) ? 1 : 0;
    return "'%s…'".formatted(value.substring(0, LONGEST_QUOTE - end));
  }
}
