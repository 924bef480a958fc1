package podium.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.RerankException.ModelUnavailable;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

/// Directories packed here by the published formula: each group of a row has the scale `(max − min)
/// / (2ᵇ − 1)` and the bias `min`.
class PackedWeightsTest {

  private static final int ROWS = 5;

  @TempDir Path folder;

  @BeforeEach
  void writeConfig() {
    TensorFile.write(
        folder.resolve("config.json"),
        "{\"architectures\": [\"Some\"], \"quantization\": {\"group_size\": 64, \"bits\": 4}}");
  }

  @ParameterizedTest
  @CsvSource({"32, 4", "64, 4", "128, 4", "32, 8", "64, 8", "128, 8"})
  void anElementIsAtMostHalfAStepFromWhatWasPacked(int group, int bits) {
    float[] elements = elements(ROWS * 256);
    var packed = new Packed(elements, group, bits);
    packed.write();

    try (var model = ModelDirectory.open(folder)) {
      StoredTensor w = model.tensor("layer.weight", ROWS, 256);

      assertThat(w.shape()).containsExactly(ROWS, 256);
      float[] found = w.toFloats();
      for (int i = 0; i < elements.length; i++) {
        assertThat(found[i]).isCloseTo(elements[i], within(packed.scales[i / group] / 2 + 1e-5f));
      }
    }
  }

  @Test
  void anElementIsItsGroupsScaleTimesItsIntegerPlusTheBias() {
    new TensorFile()
        .add("layer.weight", DType.U32, "[2,4]", words(0x76543210, 0, 0, 0, 0, 0, 0, 0xF0000000))
        .bits("layer.scales", DType.BF16, "[2,1]", 0x3F00, 0x4000) // 0.5, 2
        .bits("layer.biases", DType.BF16, "[2,1]", 0xBF80, 0x3F80) // -1, 1
        .write(folder.resolve("model.safetensors"));

    try (var model = ModelDirectory.open(folder)) {
      StoredTensor w = model.tensor("layer.weight", 2, 32);

      assertThat(w.rows(0, 1).toFloats())
          .startsWith(-1, -0.5f, 0, 0.5f, 1, 1.5f, 2, 2.5f, -1)
          .endsWith(-1);
      assertThat(w.rows(1, 2).toFloats()).startsWith(1, 1, 1).endsWith(1, 31);
    }
  }

  @Test
  void tensorsThatAreNotPackedAreReadAsTheyAre() {
    new TensorFile().f32("norm.weight", "[2]", 1, 2).write(folder.resolve("model.safetensors"));

    try (var model = ModelDirectory.open(folder)) {
      assertThat(model.tensor("norm.weight", 2).toFloats()).containsExactly(1, 2);
    }
  }

  @Test
  void otherBitsAndGroupsAreRefused() {
    new Packed(elements(ROWS * 256), 16, 4).write();

    try (var model = ModelDirectory.open(folder)) {
      assertThatThrownBy(() -> model.tensor("layer.weight", ROWS, 256))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage(
              "model.safetensors: the shapes of layer.weight U32 [5, 32] and layer.scales F32 [5, 16] must tell group size of [32, 64, 128]");
      assertThatThrownBy(() -> model.tensor("layer.weight", ROWS, 512))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage(
              "model.safetensors: the shapes of layer.weight U32 [5, 32] and layer.scales F32 [5, 16] must tell bits of [4, 8]");
    }
  }

  private static float[] elements(int count) {
    var random = new Random(5);
    float[] result = new float[count];
    for (int i = 0; i < count; i++) {
      result[i] = (float) random.nextGaussian();
    }
    return result;
  }

  private static byte[] words(int... words) {
    ByteBuffer bytes =
        ByteBuffer.allocate(words.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(words);
    return bytes.array();
  }

  /// A packed matrix of [#ROWS] rows.
  private final class Packed {
    final int[] words;
    final float[] scales;
    final float[] biases;

    Packed(float[] elements, int group, int bits) {
      int perWord = 32 / bits;
      words = new int[elements.length / perWord];
      scales = new float[elements.length / group];
      biases = new float[elements.length / group];
      for (int g = 0; g < scales.length; g++) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = g * group; i < (g + 1) * group; i++) {
          min = Math.min(min, elements[i]);
          max = Math.max(max, elements[i]);
        }
        scales[g] = (max - min) / ((1 << bits) - 1);
        biases[g] = min;
      }
      for (int i = 0; i < elements.length; i++) {
        int q = Math.round((elements[i] - biases[i / group]) / scales[i / group]);
        words[i / perWord] |= q << (i % perWord * bits);
      }
    }

    void write() {
      new TensorFile()
          .add(
              "layer.weight",
              DType.U32,
              "[%d,%d]".formatted(ROWS, words.length / ROWS),
              PackedWeightsTest.words(words))
          .f32("layer.scales", "[%d,%d]".formatted(ROWS, scales.length / ROWS), scales)
          .f32("layer.biases", "[%d,%d]".formatted(ROWS, biases.length / ROWS), biases)
          .write(folder.resolve("model.safetensors"));
    }
  }
}
