package podium.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {

  @TempDir Path folder;

  @BeforeEach
  void writeAModel() {
    TensorFile.write(folder.resolve("config.json"), "{}");
    TensorFile.write(folder.resolve("1_LogitScore/config.json"), "{}");
    new TensorFile().f32("w", "[1]", 1).write(folder.resolve("model.safetensors"));
  }

  @Test
  void staysWhileNothingChanges() {
    try (var model = ModelDirectory.open(folder)) {
      assertThat(Fingerprint.of(folder)).isEqualTo(model.fingerprint());
      assertThat(model.fingerprint().files()).hasSize(3);
    }
  }

  @Test
  void changesWithTheTimeOfAFile() throws IOException {
    Fingerprint before = Fingerprint.of(folder);

    Files.setLastModifiedTime(folder.resolve("model.safetensors"), FileTime.fromMillis(1));

    assertThat(Fingerprint.of(folder)).isNotEqualTo(before);
  }

  @Test
  void changesWithFilesThatComeAndGo() throws IOException {
    Fingerprint before = Fingerprint.of(folder);

    TensorFile.write(folder.resolve("tokenizer.json"), "{}");
    assertThat(Fingerprint.of(folder)).isNotEqualTo(before);

    Files.delete(folder.resolve("tokenizer.json"));
    assertThat(Fingerprint.of(folder)).isEqualTo(before);

    Files.delete(folder.resolve("1_LogitScore/config.json"));
    assertThat(Fingerprint.of(folder)).isNotEqualTo(before);
  }

  @Test
  void ignoresWhatIsNotPartOfTheModel() {
    Fingerprint before = Fingerprint.of(folder);

    TensorFile.write(folder.resolve("README.md"), "hello");

    assertThat(Fingerprint.of(folder)).isEqualTo(before);
  }

  @Test
  void tellsWeightsThatWereOverwrittenFromThoseThatWereReplaced() throws IOException {
    Path weights = folder.resolve("model.safetensors");
    Path replaced = folder.resolve("old");
    Fingerprint before = Fingerprint.of(folder);
    assertThat(Fingerprint.of(folder).overwrites(before)).isFalse();

    Files.copy(weights, replaced);
    Files.move(replaced, weights, StandardCopyOption.REPLACE_EXISTING);
    Fingerprint other = Fingerprint.of(folder);
    assertThat(other).isNotEqualTo(before);
    assertThat(other.overwrites(before)).isFalse();

    new TensorFile().f32("w", "[2]", 1, 2).write(weights);
    assertThat(Fingerprint.of(folder).overwrites(other)).isTrue();
  }

  @Test
  void otherFilesMayBeOverwritten() {
    Fingerprint before = Fingerprint.of(folder);

    TensorFile.write(folder.resolve("config.json"), "{\"a\": 1}");

    assertThat(Fingerprint.of(folder)).isNotEqualTo(before);
    assertThat(Fingerprint.of(folder).overwrites(before)).isFalse();
  }

  @Test
  void isEmptyForAFolderThatIsGone() {
    assertThat(Fingerprint.of(folder.resolve("gone")).files()).isEmpty();
  }
}
