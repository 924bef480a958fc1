package podium.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// Writes JSON answers.
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  public interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  /// One object, whose members `writing` writes.
  public static Buffer object(Writing writing) {
    return write(json -> {
      json.writeStartObject();
      writing.to(json);
      json.writeEndObject();
    });
  }

  /// One array, whose items `writing` writes.
  public static Buffer array(Writing writing) {
    return write(json -> {
      json.writeStartArray();
      writing.to(json);
      json.writeEndArray();
    });
  }

  private static Buffer write(Writing writing) {
    Buffer buffer = Buffer.buffer();
    try (JsonGenerator json = FACTORY.createGenerator(into(buffer))) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return buffer;
  }

  private static OutputStream into(Buffer buffer) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        buffer.appendByte((byte) b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        buffer.appendBytes(bytes, offset, length);
      }
    };
  }
}
