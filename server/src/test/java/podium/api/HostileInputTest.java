package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.catalog.Listings.found;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.http.TestServer;

/// Bodies and requests that were made to hurt: a 4xx with a JSON body each, and the server goes on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {

  private ApiServer server;

  @BeforeAll
  void start() throws Exception {
    server = ApiServer.of(found("one"));
  }

  @AfterEach
  void goesOn() throws Exception {
    assertThat(server.rerank("{'query':'q','documents':['1']}").statusCode()).isEqualTo(200);
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  static Stream<String> bodies() {
    return Stream.of(
        "[".repeat(1_000_000),
        "{\"a\":".repeat(1_000_000),
        "{\"query\":\"q\",\"documents\":[" + "[".repeat(200) + "]".repeat(200) + "]}",
        "{\"query\":\"q\",\"documents\":[" + "1,".repeat(3_000_000) + "1]}",
        "{\"query\":\"q\",\"documents\":[\"\0\"]}",
        "{\"query\":\"q\",\"documents\":[\"1\"],\"top_n\":" + "9".repeat(2_000) + "}",
        "{\"query\":\"q\",\"documents\":[\"1\"],\"a\":NaN}",
        "{\"query\":\"q\",\"documents\":[\"1\"],\"" + "k".repeat(20_000) + "\":1}",
        "{\"query\":\"q\",\"documents\":[{\"text\":\"1\",\"text\":\"2\"}]}",
        "{\"query\":\"q\",\"documents\":[" + "\"\",".repeat(100_000) + "\"\"]}");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aBodyThatWantsTooMuchIsA400(String body) throws Exception {
    for (String path : new String[] {"/v1/rerank", "/rerank", "/score"}) {
      var response = server.http().post(path, body);

      assertThat(response.statusCode()).as(path).isEqualTo(400);
      assertThat(TestServer.json(response).path("message").asText()).isNotEmpty();
    }
  }

  @Test
  void aNumberThatNoFieldHoldsIsNotReadWhereItIsIgnored() throws Exception {
    assertThat(server.rerank("{'query':'q','documents':['1'],'x':1e999}").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: +2",
        "Content-Length: 0x2",
        "Content-Length: 2, 3",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding:\u000bchunked",
      })
  void aLengthThatTwoReadersMayReadDifferentlyIsA4xx(String header) throws Exception {
    String response =
        server
            .http()
            .raw("POST /v1/rerank HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n{}\r\n\r\n".formatted(header));

    assertThat(response).startsWith("HTTP/1.1 4").contains("\"code\":\"");
  }
}
