package podium.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.RerankException.ModelUnavailable;

class BrokenDirectoryTest {

  @TempDir Path folder;

  @BeforeEach
  void writeAModel() {
    write("config.json", "{\"architectures\": [\"Some\"]}");
    new TensorFile().f32("w", "[2]", 1, 2).write(folder.resolve("model.safetensors"));
  }

  @Nested
  class RefusesWeights {

    @Test
    void ofAFileThatIsTooShort() {
      write("model.safetensors", "");
      assertRefused("model.safetensors has only 0 bytes and is no safetensors file");

      write("model.safetensors", "seven..");
      assertRefused("model.safetensors has only 7 bytes and is no safetensors file");
    }

    @Test
    void withAHeaderLongerThanTheFile() {
      write("model.safetensors", new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{', '}'});

      assertRefused(
          "model.safetensors: the header must have at most 2 bytes, but is said to have 100");
    }

    @Test
    void withAHeaderOfMoreBytesThanALongHolds() {
      write("model.safetensors", "\uFFFF".repeat(8).getBytes(US_ASCII));
      assertRefused(
          "model.safetensors: the header must have at most 0 bytes, but is said to have"
              + " 4557430888798830399");

      byte[] bytes = new byte[8];
      java.util.Arrays.fill(bytes, (byte) -1);
      write("model.safetensors", bytes);
      assertRefused(
          "model.safetensors: the header must have at most 0 bytes, but is said to have"
              + " 18446744073709551615");
    }

    @Test
    void withAHeaderThatIsNotUtf8() {
      byte[] bytes = TensorFile.bytes("{\"?\":1}", new byte[0]);
      bytes[10] = (byte) 0xE4;
      write("model.safetensors", bytes);

      assertRefused("model.safetensors header is not UTF-8 text");
    }

    @Test
    void withAnEmptyHeader() {
      write("model.safetensors", TensorFile.bytes("", new byte[0]));

      assertRefused("model.safetensors header is empty");
    }

    @Test
    void thatAreCutOff() throws IOException {
      byte[] bytes = Files.readAllBytes(folder.resolve("model.safetensors"));
      write("model.safetensors", java.util.Arrays.copyOf(bytes, bytes.length - 1));

      assertRefused(
          "model.safetensors: tensor w ends at byte 8 of the data, but the file has only 7: it is cut"
              + " off");
    }

    @Test
    void thatGitLeftOut() {
      write("model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n");

      assertRefused(
          "model.safetensors is a Git LFS pointer, not the weights themselves; run git lfs pull");
    }

    @Test
    void thatAreAFolder() throws IOException {
      Files.delete(folder.resolve("model.safetensors"));
      Files.createDirectory(folder.resolve("model.safetensors"));

      assertRefused("model.safetensors is not a regular file");
    }

    @Test
    void thatAreABrokenLink() throws IOException {
      Files.delete(folder.resolve("model.safetensors"));
      Files.createSymbolicLink(folder.resolve("model.safetensors"), Path.of("../blobs/gone"));

      assertRefused("model.safetensors is a link to a file that does not exist");
    }

    @Test
    void thatAreALinkToItself() throws IOException {
      Files.delete(folder.resolve("model.safetensors"));
      Files.createSymbolicLink(folder.resolve("model.safetensors"), Path.of("model.safetensors"));

      assertRefused("model.safetensors cannot be read: Too many levels of symbolic links");
    }
  }

  @Nested
  class RefusesShards {

    @BeforeEach
    void deleteTheSingleFile() throws IOException {
      Files.delete(folder.resolve("model.safetensors"));
      new TensorFile().f32("w", "[1]", 1).write(folder.resolve("one.safetensors"));
    }

    @Test
    void withoutAMap() {
      String sentence =
          "model.safetensors.index.json: weight_map must be an object of file names by tensor name";

      write(ShardIndex.FILE, "{}");
      assertRefused(sentence);
      write(ShardIndex.FILE, "[]");
      assertRefused(sentence);
      write(ShardIndex.FILE, "{\"weight_map\":{}}");
      assertRefused(sentence);
    }

    @Test
    void withABrokenIndex() {
      write(ShardIndex.FILE, "{\"weight_map\":\n{\"w\":}}");

      assertRefused("model.safetensors.index.json is not valid JSON at line 2, column 6: ");
    }

    @Test
    void thatAreMissing() {
      index("w", "\"two.safetensors\"");

      assertRefused("the folder has no two.safetensors");
    }

    @Test
    void thatLackATensorOfTheIndex() {
      index("v", "\"one.safetensors\"");

      assertRefused(
          "one.safetensors: tensor v is missing, although model.safetensors.index.json says that it"
              + " is there");
    }

    @Test
    void outsideOfTheFolder() {
      index("w", "\"../one.safetensors\"");
      assertRefused("file name '../one.safetensors' leads out of the folder");

      index("w", "\"x/../../one.safetensors\"");
      assertRefused("file name 'x/../../one.safetensors' leads out of the folder");

      index("w", "\"/etc/one.safetensors\"");
      assertRefused("file name '/etc/one.safetensors' leads out of the folder");

      index("w", "\"\\u0000.safetensors\"");
      assertRefused("' .safetensors' is not a file name");
    }

    @Test
    void thatAreNoSafetensors() {
      index("w", "\"pytorch_model.bin\"");
      assertRefused(
          "model.safetensors.index.json: the file of tensor w must be a safetensors file, but is"
              + " \"pytorch_model.bin\"");

      index("w", "3");
      assertRefused(
          "model.safetensors.index.json: the file of tensor w must be a safetensors file, but is 3");
    }

    @Test
    void withoutAnIndex() {
      assertRefused("the folder has one.safetensors, but no model.safetensors.index.json");
    }

    private void index(String tensor, String file) {
      write(ShardIndex.FILE, "{\"weight_map\":{\"%s\":%s}}".formatted(tensor, file));
    }
  }

  @Nested
  class RefusesFormats {

    @BeforeEach
    void deleteTheWeights() throws IOException {
      Files.delete(folder.resolve("model.safetensors"));
    }

    @Test
    void asNoWeightsAtAll() {
      assertRefused("the folder has no model.safetensors");
    }

    @Test
    void ofPickles() {
      write("pytorch_model.bin", "");

      assertRefused(
          "pytorch_model.bin is a pickle file, which can run code when read and is never loaded; use"
              + " the model's model.safetensors, or make one with save_pretrained");
    }

    @Test
    void ofLlamaCpp() {
      write("model-Q4_K_M.GGUF", "");

      assertRefused(
          "model-Q4_K_M.GGUF is in the format of llama.cpp; use the model.safetensors of the model it"
              + " was made from");
    }

    @Test
    void ofOnnx() {
      write("onnx/model.onnx", "");

      assertRefused("onnx/model.onnx is an ONNX graph; use the model.safetensors of the model");
    }

    @Test
    void ofTensorFlow() {
      write("tf_model.h5", "");

      assertRefused("tf_model.h5 holds weights for TensorFlow or Flax; use the model's");
    }

    @Test
    void ofAdapters() {
      write("adapter_model.safetensors", "");

      assertRefused("adapter_model.safetensors is an adapter, not a whole model; merge it into");
    }
  }

  @Nested
  class RefusesConfigurations {

    @Test
    void thatAreMissing() throws IOException {
      Files.delete(folder.resolve("config.json"));

      assertRefused("the folder has no config.json");
    }

    @Test
    void thatAreNoObject() {
      write("config.json", "[1]");

      assertRefused("config.json must be a JSON object");
    }

    @Test
    void thatAreTooLong() {
      write("config.json", " ".repeat(Json.MAX_BYTES + 1));

      assertRefused("config.json is longer than the limit of 16777216 bytes");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            gptq               | {"quant_method": "gptq", "bits": 4, "group_size": 128}
            awq                | {"quant_method": "awq", "bits": 4, "version": "gemm"}
            bitsandbytes       | {"quant_method": "bitsandbytes", "load_in_8bit": true}
            bitsandbytes       | {"load_in_4bit": true}
            compressed-tensors | {"quant_method": "compressed-tensors", "format": "int-quantized"}
            unknown method     | {"bits": 4}
            """)
    void ofQuantizedModels(String method, String settings) {
      write("config.json", "{\"quantization_config\": %s}".formatted(settings));

      assertRefused(
          "config.json: the weights are quantized (%s), but must be F32, F16, BF16 or packed by MLX; use the model they were made from"
              .formatted(method));
    }

    @ParameterizedTest
    @CsvSource({"gptq, quantize_config.json", "awq, quant_config.json"})
    void ofQuantizedModelsThatSayItElsewhere(String method, String file) {
      write(file, "{\"bits\": 4}");

      assertRefused(
          "%s: the weights are quantized (%s), but must be F32, F16, BF16 or packed by MLX; use the model they were made from"
              .formatted(file, method));
    }

    @Test
    void ofModelsThatMlxPackedInAnotherMode() {
      write("config.json", "{\"quantization\": {\"group_size\": 32, \"mode\": \"mxfp4\"}}");
      assertRefused("config.json: quantization.mode must be affine, but is mxfp4; use the model");
    }
  }

  @Test
  void refusesAFolderThatIsNone() {
    assertThatThrownBy(() -> ModelDirectory.open(folder.resolve("gone")))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage(folder.resolve("gone") + " does not exist");
    assertThatThrownBy(() -> ModelDirectory.open(folder.resolve("config.json")))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage(folder.resolve("config.json") + " is not a folder");
  }

  private void write(String file, String text) {
    TensorFile.write(folder.resolve(file), text);
  }

  private void write(String file, byte[] bytes) {
    TensorFile.write(folder.resolve(file), bytes);
  }

  private void assertRefused(String sentence) {
    assertThatThrownBy(() -> ModelDirectory.open(folder))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageStartingWith(sentence);
  }
}
