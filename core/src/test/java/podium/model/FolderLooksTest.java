package podium.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLooksTest {

  private final List<String> read = new ArrayList<>();
  private long now;

  @TempDir private Path root;

  private FolderLooks looks() {
    return new FolderLooks(List.of(root), List.of(new Noting(read)), () -> now);
  }

  private Stream<String> look(FolderLooks looks) {
    return looks.look().stream().map(FolderLooksTest::line);
  }

  private void timePasses() {
    now += FolderLooks.QUIET.toNanos();
  }

  @Test
  void whatTheFirstLookFindsIsBelievedAtOnce() {
    model("one");

    assertThat(look(looks())).containsExactly("one");
  }

  @Test
  void whatHasNotChangedIsNotReadAgain() {
    model("one");
    write("broken/config.json", "{");
    write("broken/model.safetensors", "");
    FolderLooks looks = looks();
    look(looks);

    timePasses();

    assertThat(look(looks)).hasSize(2);
    assertThat(read).containsExactly("one");
  }

  @Test
  void whatComesLaterIsIncompleteUntilItHasBeenTheSameForAWhile() {
    FolderLooks looks = looks();
    looks.look();
    write("new/config.json", "{}");
    assertThat(look(looks)).containsExactly("new: its files are still changing (incomplete)");

    timePasses();
    model("new");
    assertThat(look(looks)).containsExactly("new: its files are still changing (incomplete)");
    now += FolderLooks.QUIET.toNanos() - 1;
    assertThat(look(looks)).containsExactly("new: its files are still changing (incomplete)");
    assertThat(read).isEmpty();

    now++;
    assertThat(look(looks)).containsExactly("new");
    assertThat(read).containsExactly("new");
  }

  @Test
  void aCopyThatStopsHalfWayIsNoModelAndSaysWhy() throws IOException {
    FolderLooks looks = looks();
    looks.look();
    byte[] whole = Files.readAllBytes(model("half").resolve("model.safetensors"));
    TensorFile.write(
        root.resolve("half/model.safetensors"), Arrays.copyOf(whole, whole.length - 1));
    look(looks);
    timePasses();

    assertThat(look(looks))
        .singleElement()
        .asString()
        .startsWith("half: model.safetensors: tensor w ends at byte 8")
        .endsWith("it is cut off");

    TensorFile.write(root.resolve("half/model.safetensors"), whole);
    look(looks);
    timePasses();
    assertThat(look(looks)).containsExactly("half");
  }

  @Test
  void whatChangesIsIncompleteUntilItHasBeenTheSameForAWhile() throws IOException {
    Path one = model("one");
    FolderLooks looks = looks();
    looks.look();

    Files.setLastModifiedTime(one.resolve("config.json"), FileTime.fromMillis(1));
    assertThat(look(looks)).containsExactly("one: its files are still changing (incomplete)");

    timePasses();
    assertThat(look(looks)).containsExactly("one");
    assertThat(read).containsExactly("one", "one");
  }

  @Test
  void whatIsGoneIsForgotten() throws IOException {
    Path one = model("one");
    FolderLooks looks = looks();
    looks.look();
    Path away = Files.move(one, root.resolve(".hidden"));
    assertThat(look(looks)).isEmpty();

    Files.move(away, one);

    assertThat(look(looks)).containsExactly("one: its files are still changing (incomplete)");
  }

  /// Takes note of what it is asked to recognise.
  private record Noting(List<String> read) implements Family {
    @Override
    public String id() {
      return "noting";
    }

    @Override
    public Optional<Recognition> recognise(ModelFiles files) {
      read.add(files.config().text("name", "?"));
      return Optional.of(new Recognition("noting", "it says so", 512, Recognition.Template.PAIR));
    }
  }

  private Path model(String name) {
    Path folder = root.resolve(name);
    TensorFile.write(
        folder.resolve("config.json"), "{\"name\": \"%s\"}".formatted(folder.getFileName()));
    TensorFile.write(folder.resolve("tokenizer.json"), "{}");
    new TensorFile().f32("w", "[2]", 1, 2).write(folder.resolve("model.safetensors"));
    return folder;
  }

  private void write(String file, String text) {
    TensorFile.write(root.resolve(file), text);
  }

  private static String line(Listing listing) {
    return switch (listing) {
      case Listing.Found found -> found.name();
      case Listing.Rejected rejected ->
          "%s: %s%s"
              .formatted(
                  rejected.name(), rejected.reason(), rejected.incomplete() ? " (incomplete)" : "");
    };
  }
}
