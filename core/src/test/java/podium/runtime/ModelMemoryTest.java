package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.Precision;
import podium.RerankerOptions;
import podium.SpecialTokens;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.nn.Families;
import podium.nn.Golden;

class ModelMemoryTest {

  private static final RerankerOptions TWO_WORKERS =
      new RerankerOptions(Optional.empty(), SpecialTokens.TEXT, 2, 1, 512, 4_000_000);

  private static ModelMemory memory(String golden, RerankerOptions options) {
    try (ModelDirectory model = ModelDirectory.open(Golden.of(golden).model())) {
      Recognition recognition = Recognition.of(model, Families.IN_ORDER);
      return ModelMemory.of(model, recognition, Precision.F32, options);
    }
  }

  @Test
  void isTheSumOfItsParts() {
    ModelMemory memory = memory("bert", TWO_WORKERS);

    assertThat(memory.tables()).isEqualTo(4 * 48 * (1042 + 96 + 2));
    assertThat(memory.vocabulary()).isEqualTo(600 * 1042);
    assertThat(memory.workspaces()).isEqualTo(2 * (512 * 3 * (3 * 48) * 4 + (32 << 20)));
    assertThat(memory.prefixes()).isZero();
    assertThat(memory.total())
        .isEqualTo(memory.weights() + memory.tables() + memory.vocabulary() + memory.workspaces());
  }

  @Test
  void aVisionTowerComputesMorePatchesThanABatchHasTokens() {
    long ofPatches = visionWorkspaces(512);

    assertThat(visionWorkspaces(4096)).isEqualTo(ofPatches);
    assertThat(visionWorkspaces(8192)).isGreaterThan(ofPatches);
  }

  private static long visionWorkspaces(int batchTokens) {
    var options =
        new RerankerOptions(
            Optional.empty(), SpecialTokens.TEXT, 2, 1, batchTokens, TWO_WORKERS.queueTokens());
    return memory("qwen3_vl", options).workspaces();
  }

  @Test
  void decodersKeepPrefixesIfTheyShareThem() {
    assertThat(memory("qwen3", TWO_WORKERS).prefixes()).isEqualTo(ModelMemory.PREFIX_BYTES);
    assertThat(memory("qwen3", TWO_WORKERS.withoutSharedPrefixes()).prefixes()).isZero();
  }

  @Test
  void isWhatTheLoaderSays() {
    var options = TWO_WORKERS.withPrecision(Precision.F32);

    assertThat(new ModelLoader().memory(Golden.of("bert").model(), options))
        .isEqualTo(memory("bert", options).total());
  }

  @Test
  void theMachineHasSome() {
    assertThat(MachineMemory.bytes()).isGreaterThan(1L << 28);
  }
}
