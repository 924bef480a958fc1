package podium.engine.onednn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What the processor can do.
final class Processor {

  /// Values of `dnnl_cpu_isa_t`, each a set of bits, from the richest to the poorest.
  private enum Instructions {
    AVX10_2_AMX_2(0x22fff),
    AVX10_2(0x201ff),
    AVX512_CORE_AMX_FP16(0x1fef),
    AVX512_CORE_AMX(0xfef),
    AVX512_CORE_FP16(0x1ef),
    AVX512_CORE_BF16(0xe7),
    AVX512_CORE_VNNI(0x67),
    AVX512_CORE(0x27),
    AVX2_VNNI_2(0x1f),
    AVX2_VNNI(0xf),
    AVX2(0x7),
    AVX(0x3),
    SSE41(0x1);

    private final int bits;

    Instructions(int bits) {
      this.bits = bits;
    }

    boolean isIn(int set) {
      return (set & bits) == bits;
    }
  }

  private Processor() {}

  /// @param instructions as oneDNN says on x86-64, where it knows; 0 elsewhere
  static boolean hasBf16(int instructions) {
    return Instructions.AVX512_CORE_BF16.isIn(instructions) || (instructions == 0 && armHasBf16());
  }

  /// Whether oneDNN has bf16 kernels for it, if need be slow ones. Below AVX-512 it has none.
  ///
  /// @param instructions as for [#hasBf16]
  static boolean computesBf16(int instructions) {
    return Instructions.AVX512_CORE.isIn(instructions)
        || Instructions.AVX2_VNNI_2.isIn(instructions)
        || hasBf16(instructions);
  }

  /// The name of the instruction set that oneDNN uses.
  static String describe(int instructions) {
    for (Instructions candidate : Instructions.values()) {
      if (candidate.isIn(instructions)) {
        return candidate.name().toLowerCase(Locale.ROOT);
      }
    }
    return System.getProperty("os.arch") + (hasBf16(instructions) ? " bf16" : "");
  }

  /// Linux lists the features of 64-bit Arm processors. Elsewhere we do not know, and say no.
  private static boolean armHasBf16() {
    Path features = Path.of("/proc/cpuinfo");
    try (var lines = Files.lines(features)) {
      return lines.filter(line -> line.startsWith("Features")).anyMatch(f -> f.contains(" bf16"));
    } catch (IOException unknown) {
      return false;
    }
  }
}
