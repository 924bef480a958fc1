package podium.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Jackson's streaming parser, set so that no body can make it use much more than the body's own
/// size: long strings are fine, deep nesting and millions of tiny values are not. A key that occurs
/// twice in one object is refused, because two readers of such a body may see different requests.
final class Parsers {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100)
                  .maxTokenCount(2_000_000)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(10_000)
                  .build())
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private Parsers() {}

  interface Reading<T> {
    T read(JsonParser parser) throws IOException;
  }

  /// What `reading` makes of the bytes of a body from `start` to `end`.
  ///
  /// @throws JsonException if they are not JSON
  static <T> T read(byte[] bytes, int start, int end, Reading<T> reading) {
    return read(bytes, start, end, "the body", reading);
  }

  /// The same of what complaints are to call `name`.
  static <T> T read(byte[] bytes, int start, int end, String name, Reading<T> reading) {
    try (JsonParser parser = FACTORY.createParser(bytes, start, end - start)) {
      return reading.read(parser);
    } catch (JsonProcessingException e) {
      throw new JsonException("%s is not valid JSON%s: %s".formatted(name, place(e), reason(e)));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  private static String place(JsonProcessingException e) {
    @Nullable JsonLocation location = e.getLocation();
    return location == null
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  /// Jackson's own words without its advice to programmers.
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage()
        .replaceFirst(
            "(: enable `| \\((start marker|for (Array|Object) starting at)|: was expecting \\().*",
            "");
  }
}
