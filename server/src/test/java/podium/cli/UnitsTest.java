package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;
import podium.catalog.Residence;

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

  @Test
  void limitsOfMemoryAreSizesOrSharesOfTheMachine() {
    assertThat(Units.memory("6GiB")).isEqualTo(6L << 30);
    assertThat(Units.memory("None")).isEqualTo(Residence.NO_LIMIT);
    assertThat(Units.memory("50%")).isPositive().isCloseTo(Units.memory("100 %") / 2, within(100L));
    for (String wrong : List.of("0%", "101%", "-5%", "%", "5.5%")) {
      assertThatThrownBy(() -> Units.memory(wrong)).isInstanceOf(TypeConversionException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1.5s", "1 day", "99999999999", "1ss"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Units.duration(text)).isInstanceOf(TypeConversionException.class);
    assertThatThrownBy(() -> Units.bytes(text)).isInstanceOf(TypeConversionException.class);
  }
}
