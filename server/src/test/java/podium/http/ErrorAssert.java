package podium.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;

/// Asserts that a response is an error of the one shape that all errors have.
public final class ErrorAssert {

  private ErrorAssert() {}

  public static void assertRefused(
      HttpResponse<String> response, int status, String code, String message) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertRefused(TestServer.json(response), code, message);
  }

  /// The same for the text of a whole response, as read from a socket.
  public static void assertRefused(String response, int status, String code, String message)
      throws IOException {
    assertThat(response).matches("(?s)HTTP/1.[01] %d .*".formatted(status));
    String body = response.substring(response.indexOf("\r\n\r\n") + 4);
    assertRefused(TestServer.json(body), code, message);
  }

  private static void assertRefused(JsonNode body, String code, String message) {
    assertThat(body.path("message").asText()).isEqualTo(message);
    assertThat(body.path("code").asText()).isEqualTo(code);
    assertThat(body.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("id", "message", "detail", "code", "error");
    assertThat(body.path("id").asText()).isNotEmpty();
    assertThat(body.path("detail")).isEqualTo(body.path("message"));
    assertThat(body.path("error").path("message")).isEqualTo(body.path("message"));
    assertThat(body.path("error").path("code")).isEqualTo(body.path("code"));
    assertThat(body.path("error").path("type").asText()).endsWith("_error");
  }
}
