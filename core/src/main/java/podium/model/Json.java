package podium.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import podium.RerankException.ModelUnavailable;

/// Strict JSON: UTF-8, no key twice, nothing behind the end, bounded depth. The one liberty is that
/// of Python's writer, which leaves `NaN` and `Infinity` as bare words.
final class Json {

  /// The largest configuration file that is read. Real ones have some kilobytes, and some megabytes
  /// where a tokenizer lists its added tokens.
  static final int MAX_BYTES = 16 << 20;

  private static final int MAX_DEPTH = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .build();

  /// Reads the one value that a parser holds, beginning behind its first token.
  interface Reader<T> {
    T read(JsonParser parser) throws IOException;
  }

  private Json() {}

  /// The whole of a small file as a tree.
  static JsonNode tree(String file, byte[] bytes) {
    return read(file, text(file, bytes), JsonParser::readValueAsTree);
  }

  /// What `reader` makes of `text`; `source` names it in complaints.
  static <T> T read(String source, String text, Reader<T> reader) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      if (parser.nextToken() == null) {
        throw Refusal.of(source + " is empty");
      }
      T value = reader.read(parser);
      if (parser.nextToken() != null) {
        throw broken(source, "there is more behind its end", parser.currentTokenLocation());
      }
      return value;
    } catch (JsonProcessingException e) {
      throw broken(source, e.getOriginalMessage(), e.getLocation());
    } catch (IOException e) {
      throw Refusal.unreadable(source, e);
    }
  }

  /// `bytes` as text, if they are UTF-8. A byte order mark is skipped.
  static String text(String source, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw Refusal.of(source + " is not UTF-8 text");
    }
  }

  private static ModelUnavailable broken(String source, String problem, @Nullable JsonLocation at) {
    String brief = problem.replaceAll(" \\(start marker at.*|, from `[^`]*`", "");
    String place =
        at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
    return Refusal.of("%s is not valid JSON%s: %s".formatted(source, place, brief));
  }
}
