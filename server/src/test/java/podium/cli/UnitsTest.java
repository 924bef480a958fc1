package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class UnitsTest {

  @Test
  void durationsHaveUnits() {
    assertThat(Units.duration("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Units.duration("60")).isEqualTo(Duration.ofSeconds(60));
    assertThat(Units.duration("60s")).isEqualTo(Duration.ofSeconds(60));
    assertThat(Units.duration(" 2 M ")).isEqualTo(Duration.ofMinutes(2));
    assertThat(Units.duration("1h")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void sizesHaveUnits() {
    assertThat(Units.bytes("10")).isEqualTo(10);
    assertThat(Units.bytes("10k")).isEqualTo(10_240);
    assertThat(Units.bytes("64MiB")).isEqualTo(67_108_864);
    assertThat(Units.bytes("1 gb")).isEqualTo(1_073_741_824);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1.5s", "1 day", "99999999999", "1ss"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Units.duration(text)).isInstanceOf(TypeConversionException.class);
    assertThatThrownBy(() -> Units.bytes(text)).isInstanceOf(TypeConversionException.class);
  }
}
