package podium.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/// What an answer must look like, whatever was asked.
final class Answers {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Answers() {}

  /// Either the result of a ranking, or an error of the client's in the one shape, or in the one of
  /// text-embeddings-inference.
  static void check(int status, String body) throws IOException {
    assertThat(status).as(body).matches(s -> s == 200 || (s >= 400 && s < 500), "is 200 or 4xx");
    JsonNode json = JSON.readTree(body);
    if (status == 200) {
      assertThat(json.isContainerNode()).as(body).isTrue();
      return;
    }
    assertThat(body).doesNotContain("Exception", "java.", "\tat ");
    if (json.has("error_type")) {
      assertThat(json.fieldNames()).toIterable().containsExactly("error", "error_type");
      assertThat(json.path("error").asText()).isNotBlank();
      return;
    }
    assertThat(json.fieldNames())
        .toIterable()
        .as(body)
        .containsExactlyInAnyOrder("id", "message", "detail", "code", "error");
    assertThat(json.path("message").asText()).isNotBlank();
    assertThat(json.path("detail")).isEqualTo(json.path("message"));
    assertThat(json.path("error").path("message")).isEqualTo(json.path("message"));
    assertThat(json.path("code").asText()).matches("[a-z_0-9]+");
  }
}
