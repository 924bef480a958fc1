package podium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static ServerConfig listening(String host, ApiKeys keys, boolean publicWithoutKey) {
    return new ServerConfig(host, 8000, keys, publicWithoutKey, Limits.DEFAULT, SECOND);
  }

  private static void assertRefused(ThrowingCallable making, String message) {
    assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "localhost"})
  void withoutAKeyOnlyThisMachineIsServed(String host) {
    assertThat(listening(host, ApiKeys.NONE, false).host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", ""})
  void withoutAKeyOtherAddressesAreRefused(String host) {
    assertRefused(
        () -> listening(host, ApiKeys.NONE, false),
        """
        host %s can be reached from other machines and no API key is set: \
        add --api-key-file or --api-key, or --public-without-key if that is meant\
        """
            .formatted(host));
  }

  @Test
  void aKeyOrAnExplicitFlagOpensOtherAddresses() {
    assertThat(listening("0.0.0.0", ApiKeys.of(List.of("key")), false).host()).isEqualTo("0.0.0.0");
    assertThat(listening("0.0.0.0", ApiKeys.NONE, true).host()).isEqualTo("0.0.0.0");
  }

  @Test
  void aHostThatNobodyKnowsIsRefused() {
    assertRefused(
        () -> listening("no.such.host.invalid", ApiKeys.NONE, false),
        "host no.such.host.invalid is not known");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void aPortOutsideItsRangeIsRefused(int port) {
    assertRefused(
        () -> new ServerConfig("::1", port, ApiKeys.NONE, false, Limits.DEFAULT, SECOND),
        "port must be in 0..65535, but is " + port);
  }

  @Test
  void limitsMustBePositive() {
    assertRefused(
        () -> new Limits(0, 1, SECOND, SECOND, SECOND, SECOND),
        "max-documents must be at least 1, but is 0");
    assertRefused(
        () -> new Limits(1, 0, SECOND, SECOND, SECOND, SECOND),
        "max-body must be in 1..1073741824 bytes, but is 0");
    assertRefused(
        () -> new Limits(1, 2L << 30, SECOND, SECOND, SECOND, SECOND),
        "max-body must be in 1..1073741824 bytes, but is 2147483648");
    assertRefused(
        () -> new Limits(1, 1, Duration.ZERO, SECOND, SECOND, SECOND),
        "timeout must be at least 1 ms, but is PT0S");
  }

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    ServerConfig defaults = ServerConfig.DEFAULT;

    assertThat(defaults.host()).isEqualTo("127.0.0.1");
    assertThat(defaults.port()).isEqualTo(8000);
    assertThat(defaults.limits().maxDocuments()).isEqualTo(10_000);
    assertThat(defaults.limits().maxBodyBytes()).isEqualTo(64 * 1024 * 1024);
    assertThat(defaults.limits().requestTimeout()).isEqualTo(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "https://x/", "https://X", "https://a https://b", ""})
  void anOriginThatNoBrowserSendsIsRefused(String origin) {
    assertThatThrownBy(() ->
            new ServerConfig(
                "::1", 1, ApiKeys.NONE, false, List.of(origin), Limits.DEFAULT, SECOND, SECOND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cors-origin must be * or like https://app.example.com, but is " + origin);
  }
}
