package podium.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.RerankException.ModelUnavailable;
import podium.tensor.DType;

/// Whatever happens to a file, opening it either works or says in one sentence why not.
class SafetensorsFuzzTest {

  private static final int ROUNDS = 4000;

  /// Pieces of headers that are likely to get past the JSON parser.
  private static final String[] PIECES = {
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "0",
    "-1",
    "9",
    "99999999999999999999",
    "1e9",
    "null",
    "\"F32\"",
    "\"F8_E4M3\"",
    "\"shape\"",
    "\"data_offsets\"",
    "\"__metadata__\"",
    "[0,0]",
    "[4,0]",
    "[4294967296,4294967296]",
    "{}",
    " ",
    "\n",
    "\\u0000",
    "\"a\":{}"
  };

  @TempDir Path folder;

  private final Random random = new Random(20260101);
  private final byte[] valid =
      new TensorFile()
          .f32("a", "[2,2]", 1, 2, 3, 4)
          .bits("b", DType.BF16, "[3]", 1, 2, 3)
          .add("c", DType.U8, "[]", new byte[1])
          .bytes();

  @Test
  void bytesThatAreFlippedCutOrAddedNeverGiveAnythingElse() {
    check(this::corruptBytes);
  }

  @Test
  void headersThatAreRewrittenNeverGiveAnythingElse() {
    check(this::corruptHeader);
  }

  private interface Corruption {
    byte[] next();
  }

  private void check(Corruption corruption) {
    TensorFile.write(folder.resolve("config.json"), "{}");
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = corruption.next();
      TensorFile.write(folder.resolve("model.safetensors"), bytes);
      refused += isRefused() ? 1 : 0;
    }
    assertThat(refused).isBetween(ROUNDS / 2, ROUNDS - 1); // it must not be trivial either way
  }

  private boolean isRefused() {
    try (ModelDirectory model = ModelDirectory.open(folder)) {
      assertThat(model.weightBytes()).isNotNegative();
      return false;
    } catch (ModelUnavailable e) {
      assertThat(e).message().isNotBlank().doesNotContainPattern("\\p{Cntrl}");
      return true;
    }
  }

  private byte[] corruptBytes() {
    byte[] bytes = valid.clone();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(1, 9));
      default -> bytes;
    };
  }

  private byte[] corruptHeader() {
    int headerLength = valid[0] & 0xFF;
    var header = new StringBuilder(new String(valid, 8, headerLength, ISO_8859_1));
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int from = random.nextInt(header.length());
      int to = Math.min(header.length(), from + random.nextInt(4));
      header.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
    }
    byte[] data = Arrays.copyOfRange(valid, 8 + headerLength, valid.length);
    return TensorFile.bytes(header.toString(), data);
  }
}
