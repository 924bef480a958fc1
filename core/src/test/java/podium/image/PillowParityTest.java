package podium.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HexFormat;
import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import podium.image.PixelBounds.Size;

/// Against `images/expected.json`, which `make_images.py` beside it wrote with Pillow 12.3.
class PillowParityTest {

  private static final JsonNode EXPECTED = TestFiles.json("images/expected.json");

  @TestFactory
  Stream<DynamicTest> decodesEveryKindOfFileToTheBitAsPillowDoes() {
    return EXPECTED
        .get("images")
        .valueStream()
        .filter(image -> !image.has("rgb_hex"))
        .map(image -> dynamicTest(image.get("file").asText(), () -> checkDecoded(image)));
  }

  private static void checkDecoded(JsonNode expected) throws IOException {
    RgbImage image = decode(expected.get("file").asText());

    assertThat(image.width()).isEqualTo(expected.get("width").asInt());
    assertThat(image.height()).isEqualTo(expected.get("height").asInt());
    assertThat(TestFiles.sha256(image.rgb())).isEqualTo(expected.get("rgb_sha256").asText());
  }

  /// The decoder of lossy WebP rounds colours otherwise than libwebp, by at most two. Where colours
  /// change it repeats them for two pixels and two rows, which is how they are stored, while
  /// libwebp interpolates.
  @TestFactory
  Stream<DynamicTest> decodesLossyWebpNearlyAsPillowDoes() {
    return EXPECTED
        .get("images")
        .valueStream()
        .filter(image -> image.has("rgb_hex"))
        .map(image -> dynamicTest(image.get("file").asText(), () -> checkNearlyDecoded(image)));
  }

  private static void checkNearlyDecoded(JsonNode expected) throws IOException {
    String name = expected.get("file").asText();
    byte[] pixels = HexFormat.of().parseHex(expected.get("rgb_hex").asText());

    IntSummaryStatistics differences = differences(decode(name).rgb(), pixels);

    if (name.equals("lossy.webp")) {
      assertThat(differences.getAverage()).isLessThan(4);
    } else { // grey, so that only rounding is left
      assertThat(differences.getMax()).isLessThanOrEqualTo(2);
    }
  }

  private static IntSummaryStatistics differences(byte[] actual, byte[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    return IntStream.range(0, actual.length)
        .map(i -> Math.abs((actual[i] & 0xff) - (expected[i] & 0xff)))
        .summaryStatistics();
  }

  private static RgbImage decode(String name) throws IOException {
    ImageFile file = ImageFile.open(TestFiles.bytes("images/" + name));
    RgbImage stored = file.decode();

    assertThat(stored.width()).isEqualTo(file.width());
    assertThat(stored.height()).isEqualTo(file.height());
    return stored.oriented(file.orientation());
  }

  @TestFactory
  Stream<DynamicTest> resizesToTheBitAsPillowDoes() {
    return EXPECTED
        .get("resized")
        .valueStream()
        .map(test ->
            dynamicTest(
                "%s to %s".formatted(test.get("from"), test.get("to")), () -> checkResized(test)));
  }

  private static void checkResized(JsonNode expected) {
    RgbImage from = pattern(size(expected.get("from")));
    Size to = size(expected.get("to"));

    RgbImage resized = Bicubic.resize(from, to.width(), to.height());

    assertThat(TestFiles.sha256(resized.rgb())).isEqualTo(expected.get("rgb_sha256").asText());
  }

  @Test
  void choosesTheSizesThatQwenVlUtilsChooses() {
    for (JsonNode sizes : EXPECTED.get("smart_resize")) {
      Size size = new Size(sizes.get(0).asInt(), sizes.get(1).asInt());

      assertThat(PixelBounds.QWEN3_VL.fit(size))
          .as("%s", size)
          .isEqualTo(new Size(sizes.get(2).asInt(), sizes.get(3).asInt()));
    }
  }

  private static Size size(JsonNode pair) {
    return new Size(pair.get(0).asInt(), pair.get(1).asInt());
  }

  /// The same picture as `pattern` in the script makes.
  private static RgbImage pattern(Size size) {
    byte[] rgb = new byte[size.width() * size.height() * 3];
    int i = 0;
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        rgb[i++] = (byte) (x * x + y);
        rgb[i++] = (byte) (x * y);
        rgb[i++] = (byte) (x * 31 + y * y * 17);
      }
    }
    return new RgbImage(size.width(), size.height(), rgb);
  }
}
