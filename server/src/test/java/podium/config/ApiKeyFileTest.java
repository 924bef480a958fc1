package podium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyFileTest {

  private static final long SECOND = 1_000_000_000;

  @TempDir private Path folder;
  private Path file = Path.of("");
  private long now;

  @BeforeEach
  void write() throws Exception {
    file = Files.writeString(folder.resolve("keys"), "one\n");
  }

  private ApiKeyFile open() {
    return new ApiKeyFile("api-key-file", file, List.of("fixed"), () -> now);
  }

  @Test
  void joinsItsKeysAndTheFixedOnes() {
    assertThat(open().current().accepts("one")).isTrue();
    assertThat(open().current().accepts("fixed")).isTrue();
    assertThat(open().current().accepts("two")).isFalse();
  }

  @Test
  void isReadAgainWhenItHasChanged() throws Exception {
    var keys = open();
    Files.writeString(file, "two\nthree\n");
    now += SECOND;

    assertThat(keys.current().accepts("one")).isFalse();
    assertThat(keys.current().accepts("two")).isTrue();
    assertThat(keys.current().accepts("three")).isTrue();
    assertThat(keys.current().accepts("fixed")).isTrue();
  }

  @Test
  void isLookedAtOnlyOnceASecond() throws Exception {
    var keys = open();
    Files.writeString(file, "two\nthree\n");
    now += SECOND - 1;

    assertThat(keys.current().accepts("one")).isTrue();
  }

  @Test
  void oneThatIsReplacedIsReadAgain() throws Exception {
    var keys = open();
    Path other = Files.writeString(folder.resolve("other"), "two\n");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.delete(file);
    Files.move(other, file);
    now += SECOND;

    assertThat(keys.current().accepts("two")).isTrue();
  }

  @Test
  void oneThatBecameUnusableLeavesTheKeysAsTheyWere() throws Exception {
    var keys = open();
    Files.delete(file);
    now += SECOND;
    assertThat(keys.current().accepts("one")).isTrue();

    Files.writeString(file, "# none left\n");
    now += SECOND;
    assertThat(keys.current().accepts("one")).isTrue();
    assertThat(keys.current().isEmpty()).isFalse();
  }

  @Test
  void oneThatIsUnusableAtTheStartIsRefused() throws Exception {
    Files.writeString(file, "");

    assertThatThrownBy(this::open).hasMessage("api-key-file %s holds no key".formatted(file));
  }
}
