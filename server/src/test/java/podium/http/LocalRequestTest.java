package podium.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalRequestTest {

  private static boolean isCertain(String peer, String host, String origin) {
    var page = Optional.of(origin).filter(text -> !text.isEmpty());
    return new LocalRequest(peer, host, page, false).isCertain();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:8000",
    "127.0.0.1, localhost:8000",
    "127.0.0.1, LOCALHOST",
    "127.0.0.2, 127.0.0.2",
    "0:0:0:0:0:0:0:1, [::1]:8000",
  })
  void isCertainWhereBothEndsAreThisMachine(String peer, String host) {
    assertThat(isCertain(peer, host, "")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "0:0:0:0:0:0:0:2", "fe80::1%eth0", ""})
  void isNotCertainWhereThePeerIsElsewhere(String peer) {
    assertThat(isCertain(peer, "127.0.0.1:8000", "")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "localhost.evil.example", "192.0.2.7:8000", "", "a b", "[::1"})
  void isNotCertainWhereTheHostIsAnotherName(String host) {
    assertThat(isCertain("127.0.0.1", host, "")).isFalse();
  }

  @Test
  void isCertainForOurOwnPage() {
    assertThat(isCertain("127.0.0.1", "localhost:8000", "http://localhost:8000")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example", "null", "http://localhost", "http://localhost:8001"})
  void isNotCertainForPagesFromElsewhere(String origin) {
    assertThat(isCertain("127.0.0.1", "localhost:8000", origin)).isFalse();
  }

  @Test
  void isNotCertainWhereAProxyPassedItOn() {
    assertThat(new LocalRequest("127.0.0.1", "localhost", Optional.empty(), true).isCertain())
        .isFalse();
  }
}
