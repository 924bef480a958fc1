package podium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

  @TempDir private Path folder;

  @Test
  void acceptsItsKeysOnly() {
    ApiKeys keys = ApiKeys.of(List.of("one", "two"));

    assertThat(keys.accepts("one")).isTrue();
    assertThat(keys.accepts("two")).isTrue();
    assertThat(keys.accepts("three")).isFalse();
    assertThat(keys.accepts("")).isFalse();
    assertThat(ApiKeys.NONE.accepts("")).isFalse();
  }

  @Test
  void aFileHasOneKeyALine() throws Exception {
    Path file = folder.resolve("keys");
    Files.writeString(file, "# for the team\n\none\r\n  two  \n#three\n");

    assertThat(ApiKeys.read("api-key-file", file)).containsExactly("one", "two");
  }

  @Test
  void aFileWithoutKeysIsRefusedRatherThanLeavingTheServerOpen() throws Exception {
    Path file = folder.resolve("keys");
    Files.writeString(file, "# nothing yet\n");

    assertThatThrownBy(() -> ApiKeys.read("api-key-file", file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("api-key-file %s holds no key".formatted(file));
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    Path file = folder.resolve("keys");

    assertThatThrownBy(() -> ApiKeys.read("api-key-file", file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("api-key-file %s does not exist".formatted(file));
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws Exception {
    Path file = folder.resolve("keys");
    Files.write(file, new byte[] {(byte) 0xff, 10});

    assertThatThrownBy(() -> ApiKeys.read("api-key-file", file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("api-key-file %s is not UTF-8 text".formatted(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "schlüssel", "tab\tkey"})
  void aKeyThatNoHeaderCanCarryIsRefused(String key) {
    assertThatThrownBy(() -> ApiKeys.of(List.of(key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an API key must be printable ASCII characters without spaces");
  }
}
