package podium.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
class ModelFoldersTest {

  private static final List<Family> FAMILIES =
      List.of(
          new OneFamily("good", "Good"), new OneFamily("refused", "Refused", "too many labels"));

  @TempDir Path root;

  @Nested
  class Finds {

    @Test
    void modelsAtBothLevelsSortedByName() {
      model("zeta");
      model("org/beta");
      model("org/alpha");

      assertThat(names(scan(root))).containsExactly("org/alpha", "org/beta", "zeta");
    }

    @Test
    void whatAModelIs() {
      model("org/name");
      write("org/name/tokenizer_config.json", "{\"model_max_length\": 100}");

      assertThat(scan(root))
          .containsExactly(
              new Listing.Found(
                  "org/name",
                  root.resolve("org/name"),
                  new Recognition("good", "config.json says so", 512, Recognition.Template.PAIR),
                  8,
                  "f32",
                  100));
    }

    @Test
    void aRootThatIsAModelItself() {
      model("name");
      write("name/1_LogitScore/config.json", "{}");

      assertThat(lines(root.resolve("name"))).containsExactly("name");
    }

    @Test
    void modelsBesideAStrayConfiguration() {
      model("org/name");
      write("org/config.json", "{}");
      write("org/1_LogitScore/config.json", "{}");

      assertThat(lines(root))
          .containsExactly("org: the folder has no model.safetensors", "org/name");
      assertThat(lines(root.resolve("org")))
          .containsExactly("name", "org: the folder has no model.safetensors");
    }

    @Test
    void theRevisionThatTheCacheNames() {
      model("hub/models--org--name/snapshots/0a");
      model("hub/models--org--name/snapshots/0b");
      write("hub/models--org--name/refs/main", "0a\n");

      assertThat(scan(root))
          .extracting(Listing::path)
          .containsExactly(root.resolve("hub/models--org--name/snapshots/0a"));
      assertThat(lines(root)).containsExactly("org/name");
      assertThat(lines(root.resolve("hub"))).containsExactly("org/name");
      assertThat(lines(root.resolve("hub/models--org--name"))).containsExactly("org/name");
    }

    @Test
    void theNewestRevisionIfTheCacheNamesNone() throws IOException {
      model("models--name/snapshots/0a");
      model("models--name/snapshots/0b");
      Files.setLastModifiedTime(root.resolve("models--name/snapshots/0b"), FileTime.fromMillis(1));

      assertThat(scan(root))
          .extracting(Listing::name, listing -> root.relativize(listing.path()).toString())
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("name", "models--name/snapshots/0a"));
    }

    @Test
    void filesThatAreLinks() throws IOException {
      model("blobs");
      Files.createDirectories(root.resolve("linked"));
      for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
        Files.createSymbolicLink(
            root.resolve("linked").resolve(file), Path.of("../blobs").resolve(file));
      }

      assertThat(lines(root)).containsExactly("blobs", "linked");
    }

    @Test
    void foldersThatAreLinks(@TempDir Path elsewhere) throws IOException {
      model("name");
      Files.createSymbolicLink(elsewhere.resolve("alias"), root.resolve("name"));

      assertThat(lines(elsewhere)).containsExactly("alias");
    }

    @Test
    void theFirstOfTwoOfTheSameName() {
      model("first/name");
      model("second/name");

      assertThat(lines(root.resolve("first"), root.resolve("second")))
          .containsExactly("name", "name: another folder has a model called name");
    }

    @Test
    void aModelOnceThatTwoRootsLeadTo(@TempDir Path second) throws IOException {
      model("name");
      Files.createSymbolicLink(second.resolve("name"), root.resolve("name"));

      assertThat(lines(root, second)).containsExactly("name");
      assertThat(lines(root, root.resolve("name"))).containsExactly("name");
    }

    @Test
    void theUsableOneOfTwoOfTheSameName(@TempDir Path second) throws IOException {
      write("name/config.json", "{}");
      Path good = model("good");
      Files.createSymbolicLink(second.resolve("name"), good);

      assertThat(lines(root, second))
          .containsExactly("good", "name: the folder has no model.safetensors", "name");
    }

    @Test
    void modelsOnceInARootThatIsGivenTwice() {
      model("name");

      assertThat(lines(root, root.resolve("name/.."))).containsExactly("name");
    }
  }

  @Nested
  class LeavesOut {

    @Test
    void foldersWithoutAnyFileOfAModel() throws IOException {
      Files.createDirectories(root.resolve("empty"));
      write("notes/README.md", "hello");
      write("file.txt", "hello");
      write("models--org--aborted/refs/main", "0a");
      write("models--org--tokenizer/snapshots/0a/tokenizer.json", "{}");

      assertThat(scan(root)).isEmpty();
    }

    @Test
    void hiddenFolders() {
      model(".cache/name");
      model(".hidden");

      assertThat(scan(root)).isEmpty();
    }

    @Test
    void foldersThatAreTooDeep() {
      model("a/b/c");

      assertThat(scan(root)).isEmpty();
    }

    @Test
    void linksBackToWhereTheyCameFrom() throws IOException {
      model("org/name");
      Files.createSymbolicLink(root.resolve("org/loop"), root);
      Files.createSymbolicLink(root.resolve("loop"), root);

      assertThat(lines(root)).containsExactly("org/name");
    }
  }

  @Nested
  class Rejects {

    @Test
    void brokenModelsAndGoesOn() throws IOException {
      model("good");
      write("no-weights/config.json", "{}");
      model("bad-json");
      write("bad-json/config.json", "{\"a\"\n}");
      model("bad-header");
      write("bad-header/model.safetensors", "12345678");
      write("gguf/model.gguf", "");
      write("pickle/pytorch_model.bin", "");
      write("shard/config.json", "{}");
      write("shard/model.safetensors.index.json", "{\"weight_map\":{\"w\":\"s.safetensors\"}}");
      model("no-config");
      Files.delete(root.resolve("no-config/config.json"));

      assertThat(lines(root).toList())
          .satisfiesExactly(
              line -> assertThat(line).startsWith("bad-header: model.safetensors: the header must"),
              line ->
                  assertThat(line).startsWith("bad-json: config.json is not valid JSON at line 2"),
              line -> assertThat(line).startsWith("gguf: model.gguf is in the format of llama.cpp"),
              line -> assertThat(line).isEqualTo("good"),
              line -> assertThat(line).isEqualTo("no-config: the folder has no config.json"),
              line -> assertThat(line).isEqualTo("no-weights: the folder has no model.safetensors"),
              line -> assertThat(line).startsWith("pickle: pytorch_model.bin is a pickle file"),
              line -> assertThat(line).isEqualTo("shard: the folder has no s.safetensors"));
    }

    @Test
    void modelsWithoutTokenizer() throws IOException {
      model("name");
      Files.delete(root.resolve("name/tokenizer.json"));
      assertThat(lines(root)).containsExactly("name: the folder has no tokenizer.json");

      write("name/vocab.txt", "");
      assertThat(lines(root))
          .containsExactly(
              "name: the folder has no tokenizer.json; make one with AutoTokenizer and"
                  + " save_pretrained");
    }

    @Test
    void whatAFamilyRefuses() {
      model("name");
      write("name/config.json", "{\"architectures\": [\"Refused\"]}");

      assertThat(lines(root)).containsExactly("name: too many labels");
    }

    @Test
    void whatNoFamilyKnows() {
      model("name");
      write("name/config.json", "{\"architectures\": [\"Other\"], \"model_type\": \"other\"}");

      assertThat(lines(root))
          .containsExactly(
              "name: config.json: architecture Other (model_type other) is none of the known"
                  + " families: good, refused");
    }

    @Test
    void whatTripsAFamily() {
      model("name");
      Family broken = new Broken();

      assertThat(ModelFolders.scan(List.of(root), List.of(broken)))
          .extracting(ModelFoldersTest::line)
          .containsExactly(
              "name: looking at it failed with java.lang.ArithmeticException: / by zero; this is a"
                  + " bug");
    }

    @Test
    void linksToNowhere() throws IOException {
      model("good");
      Files.createSymbolicLink(root.resolve("gone"), root.resolve("nowhere"));
      Files.createSymbolicLink(root.resolve("self"), Path.of("self"));

      assertThat(lines(root))
          .containsExactly(
              "gone: this is a link to something that does not exist",
              "good",
              "self: the folder cannot be read: Too many levels of symbolic links or unable to access"
                  + " attributes of symbolic link");
    }

    @Test
    void rootsThatAreNoFolders() {
      model("good");
      Path gone = root.resolve("gone");
      Path file = root.resolve("good/config.json");

      assertThat(lines(gone, file, root))
          .containsExactlyInAnyOrder(
              gone + ": the folder does not exist", file + ": this is not a folder", "good");
    }

    @Test
    void foldersThatCannotBeRead() throws IOException {
      model("good");
      Path locked = Files.createDirectory(root.resolve("locked"));
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
      assumeThat(Files.isReadable(locked)).as("whether nothing is locked for us").isFalse();

      assertThat(lines(root))
          .containsExactly("good", "locked: the folder cannot be read: permission denied");
    }
  }

  /// A family with a mistake in it.
  private record Broken() implements Family {
    @Override
    public String id() {
      return "broken";
    }

    @Override
    public Optional<Recognition> recognise(ModelFiles files) {
      throw new ArithmeticException("/ by zero");
    }
  }

  private Path model(String name) {
    write(name + "/config.json", "{\"architectures\": [\"Good\"]}");
    write(name + "/tokenizer.json", "{}");
    new TensorFile().f32("w", "[2]", 1, 2).write(root.resolve(name).resolve("model.safetensors"));
    return root.resolve(name);
  }

  private void write(String file, String text) {
    TensorFile.write(root.resolve(file), text);
  }

  private static List<Listing> scan(Path... roots) {
    return ModelFolders.scan(List.of(roots), FAMILIES);
  }

  private static Stream<String> names(List<Listing> listings) {
    return listings.stream().map(Listing::name);
  }

  /// The name of each model, and the reason where it was rejected.
  private static Stream<String> lines(Path... roots) {
    return scan(roots).stream().map(ModelFoldersTest::line);
  }

  private static String line(Listing listing) {
    return switch (listing) {
      case Listing.Found found -> found.name();
      case Listing.Rejected rejected -> rejected.name() + ": " + rejected.reason();
    };
  }
}
