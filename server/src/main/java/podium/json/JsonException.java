package podium.json;

/// Text that is not the JSON it should be; the message says what is wrong and where, for the
/// client.
public final class JsonException extends RuntimeException {

  JsonException(String message) {
    super(message);
  }
}
