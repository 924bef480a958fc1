package podium.api;

import podium.http.ErrorBody;
import podium.http.ErrorCode;

/// Errors as Hugging Face's text-embeddings-inference sends them.
final class TeiError {

  static final ErrorBody BODY =
      (json, code, message, _) -> {
        json.writeStringField("error", message);
        json.writeStringField("error_type", type(code));
      };

  private TeiError() {}

  private static String type(ErrorCode code) {
    return switch (code.status()) {
      case 429 -> "Overloaded";
      case 500 -> "Backend";
      case 503 -> "Unhealthy";
      default -> "Validation";
    };
  }
}
