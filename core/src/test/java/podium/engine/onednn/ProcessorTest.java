package podium.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.Precision;
import podium.RerankException.ModelUnavailable;

class ProcessorTest {

  @ParameterizedTest
  @CsvSource({
    // bits of dnnl_cpu_isa_t, computes bf16, natively, name
    "0x07, false, false, avx2",
    "0x0f, false, false, avx2_vnni",
    "0x1f, true, false, avx2_vnni_2",
    "0x27, true, false, avx512_core",
    "0x67, true, false, avx512_core_vnni",
    "0xe7, true, true, avx512_core_bf16",
    "0xfef, true, true, avx512_core_amx"
  })
  void bf16NeedsAvx512OrALaterAvx2(String bits, boolean computes, boolean natively, String name) {
    int instructions = Integer.decode(bits);

    assertThat(Processor.computesBf16(instructions)).isEqualTo(computes);
    assertThat(Processor.hasBf16(instructions)).isEqualTo(natively);
    assertThat(Processor.describe(instructions)).isEqualTo(name);
  }

  @Test
  void aPrecisionThatTheProcessorLacksIsRefusedWithASentence() {
    assumeFalse(OneDnnEngine.computesBf16());

    assertThatThrownBy(() -> OneDnnEngine.open(Precision.BF16))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageContaining("cannot compute in bf16")
        .hasMessageEndingWith("use the precision f32 or auto");
  }
}
