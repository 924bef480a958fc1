package podium.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {

  private static final int[] NO_TYPES = {0, 0, 0};

  private static Digest of(int[] ids, int[] typeIds) {
    return new Encoding(ids, typeIds, false).digest();
  }

  @Test
  void sequencesOfTheSameTokensShareIt() {
    assertThat(of(new int[] {1, 2, 3}, NO_TYPES)).isEqualTo(of(new int[] {1, 2, 3}, NO_TYPES));
  }

  @Test
  void itDoesNotMatterWhetherTextWasCut() {
    assertThat(new Encoding(new int[] {1}, new int[1], true).digest())
        .isEqualTo(new Encoding(new int[] {1}, new int[1], false).digest());
  }

  @Test
  void otherTokensTypesOrLengthsChangeIt() {
    Digest digest = of(new int[] {1, 2, 3}, NO_TYPES);

    assertThat(of(new int[] {1, 3, 2}, NO_TYPES)).isNotEqualTo(digest);
    assertThat(of(new int[] {1, 2, 3}, new int[] {0, 0, 1})).isNotEqualTo(digest);
    assertThat(of(new int[] {1, 2, 3, 0}, new int[4])).isNotEqualTo(digest);
    assertThat(of(new int[] {1, 2}, new int[] {3, 0})).isNotEqualTo(digest);
  }

  @Test
  void aPrefixIsAsGoodAsTheSameTokensOfItsOwn() {
    var end = new Encoding(new int[] {3, 4}, new int[] {0, 1}, false);
    var behindPrefix = end.after(new Prefix(new int[] {1, 2}));

    assertThat(behindPrefix.digest())
        .isEqualTo(behindPrefix.whole().digest())
        .isEqualTo(end.after(new Prefix(new int[] {1, 2})).digest())
        .isEqualTo(of(new int[] {1, 2, 3, 4}, new int[] {0, 0, 0, 1}))
        .isNotEqualTo(end.after(new Prefix(new int[] {2, 1})).digest())
        .isNotEqualTo(end.digest());
  }
}
