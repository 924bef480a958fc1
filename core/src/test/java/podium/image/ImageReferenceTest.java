package podium.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.RerankException.InvalidRequest;
import podium.image.ImageReference.Inline;
import podium.image.ImageReference.Local;
import podium.image.ImageReference.Remote;

class ImageReferenceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:image/png;base64,AAAA",
        "DATA:Image/PNG;Base64,AAAA",
        "data:;base64,AAAA",
        "data:image/png;charset=utf-8;base64,AAAA",
        "data:application/octet-stream;base64,AAAA",
        "  data:image/jpeg;base64,AAAA\n"
      })
  void aDataUriIsItsData(String text) {
    assertThat(ImageReference.parse(text)).isEqualTo(new Inline("AAAA"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rgb.png", "ycc_420.jpg", "palette.gif", "rgb.bmp", "lossless.webp", "cmyk.jpg"})
  void bareBase64OfAnImageIsRecognised(String file) {
    byte[] bytes = TestFiles.bytes("images/" + file);
    String base64 = Base64.getEncoder().encodeToString(bytes);

    assertThat(ImageReference.parse(base64)).isEqualTo(new Inline(base64));
    assertThat(ImageReference.parse(base64.substring(0, 60))).isInstanceOf(Inline.class);
  }

  @Test
  void longBase64OfSomethingElseIsNotTakenForAPath() {
    assertThat(ImageReference.parse("A".repeat(4_000))).isInstanceOf(Inline.class);
  }

  @Test
  void httpUrlsAreRemote() {
    assertThat(ImageReference.parse("http://example.com/a.png"))
        .isEqualTo(new Remote(URI.create("http://example.com/a.png")));
    assertThat(ImageReference.parse("HTTPS://example.com/ä?b=c"))
        .isEqualTo(new Remote(URI.create("HTTPS://example.com/%C3%A4?b=c")));
  }

  @ParameterizedTest
  @CsvSource({
    "pictures/a.png, pictures/a.png",
    "/9j/holiday.jpg, /9j/holiday.jpg",
    "/srv/a.png, /srv/a.png",
    "file:///srv/a%20b.png, /srv/a b.png",
    "file://localhost/srv/a.png, /srv/a.png",
    "file:/srv/a.png, /srv/a.png",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz, "
        + "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
  })
  void pathsAndFileUrlsAreLocal(String text, String path) {
    assertThat(ImageReference.parse(text)).isEqualTo(new Local(Path.of(path)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                              | image must not be empty
          data:image/png;base64           | without a comma
          data:image/png,AAAA             | not base64
          data:text/html;base64,AAAA      | 'text/html'
          ftp://example.com/a.png         | 'ftp:'
          javascript:alert(1)             | 'javascript:'
          http://exa mple.com/            | malformed
          file://server/a.png             | file:///path
          """)
  void refusesWhatItCannotRead(String text, String reason) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("image ")
        .hasMessageContaining(reason);
  }

  @Test
  void aPathWithAZeroByteIsRefused() {
    assertThatThrownBy(() -> ImageReference.parse("a\0b"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("image path 'a?b' is malformed");
  }

  @Test
  void anInlineImageDoesNotSpillIntoLogs() {
    assertThat(new Inline("A".repeat(5_000))).hasToString("Inline[5000 characters]");
  }
}
