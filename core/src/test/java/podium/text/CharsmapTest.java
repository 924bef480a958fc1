package podium.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CharsmapTest {

  private final String real =
      TokenizerJson.read(GoldenTexts.tokenizer("xlm_roberta"))
          .normalizer()
          .path("precompiled_charsmap")
          .textValue();

  @Test
  void aRealOneIsSound() {
    assertThat(Charsmap.isSound(real)).isTrue();
  }

  @Test
  void otherTextIsNot() {
    assertThat(Charsmap.isSound("")).isFalse();
    assertThat(Charsmap.isSound("***")).isFalse();
    assertThat(Charsmap.isSound(real + "AA")).isFalse();
  }

  @Test
  void oneWithoutATrieIsNot() {
    assertThat(Charsmap.isSound(Base64.getEncoder().encodeToString(new byte[8]))).isFalse();
  }

  @Test
  void oneThatIsCutOffIsNot() {
    assertThat(Charsmap.isSound(encode(Arrays.copyOf(bytes(), 3)))).isFalse();
    assertThat(Charsmap.isSound(encode(Arrays.copyOf(bytes(), 1000)))).isFalse();
  }

  @Test
  void oneWhoseTrieLeadsOutOfItIsNot() {
    assertThat(Charsmap.isSound(edited(content -> content.putInt(4, 0x3FFFFF << 10)))).isFalse();
  }

  @Test
  void oneWhoseStringsAreNotUtf8IsNot() {
    assertThat(Charsmap.isSound(edited(c -> c.put(c.limit() - 1, (byte) 0xFF)))).isFalse();
  }

  @Test
  void oneWithTheStringsGoneIsNot() {
    int trie = content(bytes()).getInt(0);

    assertThat(Charsmap.isSound(encode(Arrays.copyOf(bytes(), 4 + trie)))).isFalse();
  }

  private String edited(Consumer<ByteBuffer> edit) {
    byte[] bytes = bytes();
    edit.accept(content(bytes));
    return encode(bytes);
  }

  private byte[] bytes() {
    return Base64.getDecoder().decode(real);
  }

  private static ByteBuffer content(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
