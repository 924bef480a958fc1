package podium.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import podium.ImagePolicy;

/// Every image of the Qwen3-VL golden, sent as a data URI: the resized pixels, the grids and the
/// patches of the reference, to the bit.
class Qwen3VlGoldenTest {

  private static final JsonNode GOLDEN = TestFiles.json("golden/expected/qwen3_vl.json");

  @TestFactory
  Stream<DynamicTest> makesThePatchesOfTheReference() {
    return GOLDEN
        .get("cases")
        .valueStream()
        .filter(test -> test.has("images"))
        .map(test -> dynamicTest(test.get("name").asText(), () -> check(test)));
  }

  private static void check(JsonNode test) throws IOException {
    List<Patches> patches = new ArrayList<>();
    for (JsonNode image : test.get("images")) {
      patches.add(patches(test, image.get("file").asText()));
    }

    for (int i = 0; i < patches.size(); i++) {
      checkImage(patches.get(i), test.get("images").get(i), test.get("image_grid_thw").get(i));
    }
    checkValues(patches, test.get("pixel_values"));
  }

  private static Patches patches(JsonNode test, String file) throws IOException {
    int minimum = GOLDEN.get("min_pixels").asInt();
    int maximum = test.path("max_pixels").asInt(GOLDEN.get("max_pixels").asInt());
    byte[] bytes = TestFiles.bytes("golden/expected/qwen3_vl_images/" + file);
    String uri = "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);

    EncodedImage image = new ImageSource(ImagePolicy.DEFAULT).read(ImageReference.parse(uri));
    return new ImageProcessor(ImagePolicy.DEFAULT, new PixelBounds(minimum, maximum))
        .process(image);
  }

  private static void checkImage(Patches patches, JsonNode expected, JsonNode grid) {
    RgbImage image = patches.image();
    assertThat(image.width()).isEqualTo(expected.get("resized").get(0).asInt());
    assertThat(image.height()).isEqualTo(expected.get("resized").get(1).asInt());
    assertThat(TestFiles.sha256(image.rgb())).isEqualTo(expected.get("rgb_sha256").asText());
    assertThat(patches.gridHeight()).isEqualTo(grid.get(1).asInt());
    assertThat(patches.gridWidth()).isEqualTo(grid.get(2).asInt());
    assertThat(patches.mergedCount() * 4).isEqualTo(patches.count());
  }

  private static void checkValues(List<Patches> patches, JsonNode expected) {
    var bytes = new ByteArrayOutputStream();
    double sum = 0;
    for (Patches image : patches) {
      float[] values = image.toFloats();
      ByteBuffer buffer =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      buffer.asFloatBuffer().put(values);
      bytes.writeBytes(buffer.array());
      for (float value : values) {
        sum += value;
      }
    }
    int rows = patches.stream().mapToInt(Patches::count).sum();
    assertThat(rows).isEqualTo(expected.get("shape").get(0).asInt());
    assertThat(Patches.LENGTH).isEqualTo(expected.get("shape").get(1).asInt());
    assertThat(sum).isCloseTo(expected.get("sum").asDouble(), offset(1e-6));
    assertThat(TestFiles.sha256(bytes.toByteArray()))
        .isEqualTo(expected.get("sha256_f32le").asText());
  }
}
