package podium.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// One JSON object a line, for collectors: `time` in UTC, `level`, `event`, the fields as they are,
/// and the stack trace in `exception`.
final class JsonFormat extends Formatter {

  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public String format(LogRecord entry) {
    var line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      write(json, entry, Event.of(entry, formatMessage(entry)));
    } catch (IOException e) { // a StringWriter has none
      throw new UncheckedIOException(e);
    }
    return line.append(System.lineSeparator()).toString();
  }

  private static void write(JsonGenerator json, LogRecord entry, Event event) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", entry.getInstant().toString());
    json.writeStringField("level", event.level().toLowerCase(Locale.ROOT));
    json.writeStringField("event", event.message());
    if (event.fields().isPresent()) {
      for (Map.Entry<String, Object> field : event.fields().get().values().entrySet()) {
        json.writePOJOField(field.getKey(), field.getValue());
      }
    }
    if (event.trace().isPresent()) {
      json.writeStringField("exception", event.trace().get());
    }
    json.writeEndObject();
  }
}
