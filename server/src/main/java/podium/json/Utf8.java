package podium.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Checks bytes to be UTF-8 as RFC 3629 has it, so that nothing behind this point meets half a
/// character.
final class Utf8 {

  private static final int BLOCK = 8192;

  private Utf8() {}

  /// @throws JsonException naming the offset of the first byte that is not UTF-8
  static void check(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer scratch = CharBuffer.allocate(Math.min(BLOCK, bytes.length));
    while (true) {
      var result = decoder.decode(in, scratch, true);
      if (result.isError()) {
        throw new JsonException(
            "the body is not UTF-8: the byte at offset %d begins no character"
                .formatted(in.position()));
      }
      if (result.isUnderflow()) {
        return;
      }
      scratch.clear();
    }
  }

  /// Whether some UTF-16 surrogate of `text` has no partner. UTF-8 cannot carry such text, but JSON
  /// can, as `"\ud800"`.
  static boolean hasLoneSurrogate(String text) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        return true;
      }
      i += Character.charCount(c);
    }
    return false;
  }
}
