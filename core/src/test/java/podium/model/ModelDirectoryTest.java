package podium.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

class ModelDirectoryTest {

  @TempDir Path folder;

  @BeforeEach
  void writeConfig() {
    TensorFile.write(folder.resolve("config.json"), "{\"architectures\": [\"Some\"]}");
  }

  @Test
  void readsF32() {
    new TensorFile().f32("w", "[2,2]", 1, -2.5f, 3, 1e-30f).write(weights());

    try (var model = ModelDirectory.open(folder)) {
      assertThat(model.tensor("w", 2, 2).toFloats()).containsExactly(1, -2.5f, 3, 1e-30f);
    }
  }

  @Test
  void readsHalfPrecision() {
    new TensorFile()
        .bits("f16", DType.F16, "[4]", 0x3C00, 0xC100, 0x0001, 0x7BFF)
        .bits("bf16", DType.BF16, "[3]", 0x3F80, 0xC020, 0x0001)
        .write(weights());

    try (var model = ModelDirectory.open(folder)) {
      assertThat(model.tensor("f16", 4).toFloats()).containsExactly(1, -2.5f, 0x1p-24f, 65504);
      assertThat(model.tensor("bf16", 3).toFloats()).containsExactly(1, -2.5f, 0x1p-133f);
    }
  }

  @Test
  void readsTensorsThatAreNotAligned() {
    new TensorFile()
        .add("odd", DType.U8, "[1]", new byte[1])
        .f32("w", "[2]", 7, 8)
        .write(weights());

    try (var model = ModelDirectory.open(folder)) {
      assertThat(model.tensor("w", 2).toFloats()).containsExactly(7, 8);
    }
  }

  @Test
  void readsTensorsAgainAfterLettingGoOfTheirPages() {
    new TensorFile()
        .f32("empty", "[0]")
        .f32("large", "[4096]", new float[4096])
        .f32("w", "[2]", 7, 8)
        .write(weights());

    try (var model = ModelDirectory.open(folder)) {
      assertThat(model.tensor("w", 2).toFloats()).containsExactly(7, 8);
      model.releasePages();
      assertThat(model.tensor("w", 2).toFloats()).containsExactly(7, 8);
    }
  }

  @Test
  void readsShards() {
    shards("{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\",\"c\":\"one.safetensors\"}");
    new TensorFile().f32("a", "[1]", 1).f32("c", "[]", 3).write(folder.resolve("one.safetensors"));
    new TensorFile().f32("b", "[1]", 2).write(folder.resolve("two.safetensors"));

    try (var model = ModelDirectory.open(folder)) {
      assertThat(model.tensorNames()).containsExactly("a", "b", "c");
      assertThat(model.tensor("b", 1).toFloats()).containsExactly(2);
      assertThat(model.tensor("c").toFloats()).containsExactly(3);
      assertThat(model.weightBytes()).isEqualTo(12);
      assertThatThrownBy(() -> model.tensor("d", 1))
          .hasMessage("model.safetensors.index.json: tensor d [1] is missing");
      assertThatThrownBy(() -> model.tensor("b", 2))
          .hasMessage("two.safetensors: tensor b must be [2], but is [1]");
    }
  }

  @Test
  void prefersTheSingleFile() {
    shards("{\"a\":\"gone.safetensors\"}");
    new TensorFile().f32("a", "[1]", 1).write(weights());

    try (var model = ModelDirectory.open(folder)) {
      assertThat(model.hasTensor("a")).isTrue();
    }
  }

  @Test
  void namesTensorExpectedAndFound() {
    new TensorFile()
        .f32("classifier.weight", "[2,3]", 1, 2, 3, 4, 5, 6)
        .add("ids", DType.I64, "[1]", new byte[8])
        .write(weights());

    try (var model = ModelDirectory.open(folder)) {
      assertThatThrownBy(() -> model.tensor("classifier.weight", 1, 3))
          .hasMessage("model.safetensors: tensor classifier.weight must be [1, 3], but is [2, 3]");
      assertThatThrownBy(() -> model.optionalTensor("classifier.weight", 6))
          .hasMessage("model.safetensors: tensor classifier.weight must be [6], but is [2, 3]");
      assertThatThrownBy(() -> model.tensor("classifier.bias", 2))
          .hasMessage("model.safetensors: tensor classifier.bias [2] is missing");
      assertThatThrownBy(() -> model.tensor("ids", 1))
          .hasMessage("model.safetensors: tensor ids must be F32, F16 or BF16, but is I64");
      assertThat(model.optionalTensor("classifier.bias", 2)).isEmpty();
      assertThat(model.hasTensor("ids")).isTrue();
    }
  }

  @Test
  void mayBeUsedByAnotherThreadThanOpenedIt() {
    new TensorFile().f32("w", "[1]", 5).write(weights());

    try (var model = ModelDirectory.open(folder)) {
      StoredTensor tensor = model.tensor("w", 1);
      assertThat(CompletableFuture.supplyAsync(tensor::toFloats).join()).containsExactly(5);
    }
  }

  @Test
  void refusesAccessAfterItWasClosed() {
    new TensorFile().f32("w", "[1]", 5).write(weights());
    ModelDirectory model = ModelDirectory.open(folder);
    StoredTensor tensor = model.tensor("w", 1);

    model.close();
    model.close();

    assertThatThrownBy(tensor::toFloats).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void mapsFilesOnlyWhileItIsOpen() throws IOException {
    new TensorFile().f32("w", "[1]", 5).write(weights());

    try (var model = ModelDirectory.open(folder)) {
      assertThat(model.hasTensor("w")).isTrue();
      assertThat(mappings()).contains(folder.toRealPath().toString());
    }
    assertThat(mappings()).doesNotContain(folder.toRealPath().toString());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void mapsNothingThatItRefused() throws IOException {
    shards("{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}");
    new TensorFile().f32("a", "[1]", 1).write(folder.resolve("one.safetensors"));

    assertThatThrownBy(() -> ModelDirectory.open(folder))
        .hasMessage("the folder has no two.safetensors");

    assertThat(mappings()).doesNotContain(folder.toRealPath().toString());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "files there are not sparse unasked")
  void mapsFilesBeyondTwoGigabytes() throws IOException {
    long elements = 600_000_000;
    String header =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(elements, elements * Float.BYTES);
    TensorFile.write(weights(), TensorFile.bytes(header, new byte[0]));
    try (var file = new RandomAccessFile(weights().toFile(), "rw")) {
      long end = file.length() + elements * Float.BYTES;
      file.seek(end - 1);
      file.write(0x40); // the highest byte of 2.0f
    }

    try (var model = ModelDirectory.open(folder)) {
      float[] last = new float[2];
      model.tensor("w", elements).copyTo(elements - 2, last, 0, 2);
      assertThat(last).containsExactly(0, 2);
      assertThat(model.weightBytes()).isEqualTo(2_400_000_000L);
    }
  }

  private static String mappings() throws IOException {
    return Files.readString(Path.of("/proc/self/maps"));
  }

  private Path weights() {
    return folder.resolve("model.safetensors");
  }

  private void shards(String map) {
    TensorFile.write(folder.resolve(ShardIndex.FILE), "{\"weight_map\":%s}".formatted(map));
  }
}
