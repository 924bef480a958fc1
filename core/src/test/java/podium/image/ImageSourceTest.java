package podium.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.ImagePolicy;
import podium.RerankException.InvalidRequest;

class ImageSourceTest {

  private static final byte[] CONTENT = {1, 2, 3, -4, -5};

  @TempDir private Path directory;

  private Path root;

  @BeforeEach
  void writeFiles() throws IOException {
    root = Files.createDirectories(directory.resolve("root"));
    Files.createDirectories(root.resolve("sub"));
    Files.write(root.resolve("sub/image"), CONTENT);
    Files.write(directory.resolve("secret"), CONTENT);
    Files.createSymbolicLink(root.resolve("link-inside"), Path.of("sub/image"));
    Files.createSymbolicLink(root.resolve("link-outside"), directory.resolve("secret"));
    Files.createSymbolicLink(root.resolve("directory-outside"), directory);
    Files.createSymbolicLink(directory.resolve("root-link"), root);
  }

  @Test
  void decodesDataUrisWhateverThePolicy() throws IOException {
    assertThat(read(ImagePolicy.DEFAULT, "data:image/png;base64,AQID/Ps=").bytes())
        .isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AQID/Ps=", "AQID_Ps", "AQID\n/Ps=", " AQ ID/ Ps ="})
  void acceptsBase64WithLineBreaksOrForUrlsOrWithoutPadding(String base64) throws IOException {
    assertThat(read(ImagePolicy.DEFAULT, "data:;base64," + base64).bytes()).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AQID/Ps=AAAA", "AQ!D", "A", "%20AAA"})
  void refusesWhatIsNotBase64(String base64) {
    assertRefused(ImagePolicy.DEFAULT, "data:;base64," + base64, "not valid base64");
  }

  @Test
  void refusesDataAboveTheLimit() throws IOException {
    ImagePolicy policy = ImagePolicy.DEFAULT.withMaxBytes(1_000);
    String fits = Base64.getEncoder().encodeToString(new byte[1_000]);
    String tooLarge = Base64.getEncoder().encodeToString(new byte[1_001]);

    assertThat(read(policy, "data:;base64," + fits).length()).isEqualTo(1_000);
    assertThat(read(policy, "data:;base64," + fits.replace("A", "A\r\n")).length())
        .isEqualTo(1_000);
    assertRefused(policy, "data:;base64," + tooLarge, "limit of 1000 bytes");
    assertRefused(policy, "data:;base64," + tooLarge.repeat(100), "limit of 1000 bytes");
  }

  @Test
  void refusesUrlsAndPathsUnlessTheyAreAllowed() {
    assertRefused(ImagePolicy.DEFAULT, "http://example.com/a.png", "URLs are not allowed");
    assertRefused(ImagePolicy.DEFAULT, root + "/sub/image", "paths are not allowed");
    assertRefused(ImagePolicy.DEFAULT, "file://" + root + "/sub/image", "paths are not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sub/image",
        "./sub/../sub/image",
        "link-inside",
        "ROOT/sub/image",
        "ROOT/link-inside",
        "file://ROOT/sub/image",
        "file://ROOT/../root/sub/image"
      })
  void readsFilesInsideTheRoot(String reference) throws IOException {
    assertThat(read(inRoot(), reference.replace("ROOT", root.toString())).bytes())
        .isEqualTo(CONTENT);
  }

  @Test
  void aRootMayBeASymbolicLinkAndBothItsNamesAreUnderstood() throws IOException {
    Path link = directory.resolve("root-link");
    ImagePolicy policy = ImagePolicy.DEFAULT.withRoots(List.of(link));

    assertThat(read(policy, link + "/sub/image").bytes()).isEqualTo(CONTENT);
    assertThat(read(policy, root.toRealPath() + "/sub/image").bytes()).isEqualTo(CONTENT);
    assertRefused(policy, link + "/link-outside", "leads out of");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret",
        "../no-such-file",
        "sub/../../secret",
        "link-outside",
        "directory-outside/secret",
        "/etc/passwd",
        "/no/such/file",
        "file:///etc/passwd",
        "ROOT/../secret",
        "ROOT-link/../secret",
        ".."
      })
  void refusesWhateverLeadsOutOfTheRoot(String reference) {
    assertRefused(
        inRoot(),
        reference.replace("ROOT", root.toString()),
        "leads out of the allowed directories");
  }

  @Test
  void refusesWhatIsNotAFile() {
    assertRefused(inRoot(), "sub/missing", "'sub/missing' does not exist");
    assertRefused(inRoot(), "sub", "does not name a file");
    assertRefused(inRoot(), ".", "does not name a file");
  }

  @Test
  void refusesFilesAboveTheLimit() throws IOException {
    Files.write(root.resolve("large"), new byte[1_001]);

    assertRefused(inRoot().withMaxBytes(1_000), "large", "limit of 1000 bytes");
  }

  @Test
  void aRootThatIsNotADirectoryFailsAtTheStart() {
    ImagePolicy policy = ImagePolicy.DEFAULT.withRoots(List.of(directory.resolve("secret")));

    assertThatThrownBy(() -> new ImageSource(policy))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("secret' is not a directory");
  }

  @Test
  void equalBytesHaveEqualDigestsHoweverTheyWereReferredTo() throws IOException {
    EncodedImage inline = read(ImagePolicy.DEFAULT, "data:;base64,AQID/Ps=");
    EncodedImage file = read(inRoot(), "sub/image");

    assertThat(inline.sha256()).isEqualTo(file.sha256()).hasSize(64);
    assertThat(new EncodedImage(new byte[5]).sha256()).isNotEqualTo(file.sha256());
  }

  private ImagePolicy inRoot() {
    return ImagePolicy.DEFAULT.withRoots(List.of(root));
  }

  private static EncodedImage read(ImagePolicy policy, String reference) throws IOException {
    return new ImageSource(policy).read(ImageReference.parse(reference));
  }

  private static void assertRefused(ImagePolicy policy, String reference, String reason) {
    assertThatThrownBy(() -> read(policy, reference))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("image ")
        .hasMessageContaining(reason);
  }
}
