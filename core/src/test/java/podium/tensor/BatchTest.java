package podium.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {

  private final Prefix prefix = new Prefix(new int[] {1, 2, 3});

  @Test
  void packsSequencesEndToEnd() {
    Batch batch = Batch.of(List.of(encoding(4, 5), encoding(6)));

    assertThat(batch.sequences()).isEqualTo(2);
    assertThat(batch.prefixes()).isEmpty();
    assertThat(batch.ids()).containsExactly(4, 5, 6);
    assertThat(batch.positions()).containsExactly(0, 1, 0);
    assertThat(batch.firstRows()).containsExactly(0, 2);
    assertThat(batch.lastRows()).containsExactly(1, 2);
    assertThat(batch.before(0)).isEmpty();
  }

  @Test
  void thePrefixOfSeveralSequencesComesFirstAndOnce() {
    Batch batch =
        Batch.of(List.of(encoding(4, 5).after(prefix), encoding(6), encoding(7).after(prefix)));

    assertThat(batch.prefixes()).containsExactly(prefix);
    assertThat(batch.ids()).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(batch.positions()).containsExactly(0, 1, 2, 3, 4, 0, 3);
    assertThat(batch.lastRows()).containsExactly(4, 5, 6);
    assertThat(batch.before(0)).isEmpty();
    assertThat(batch.before(1)).contains(prefix);
    assertThat(batch.before(2)).isEmpty();
    assertThat(batch.before(3)).contains(prefix);
    assertThat(batch.firstPosition(3)).isEqualTo(3);
  }

  @Test
  void thePrefixOfAnotherBatchIsNotPackedAgain() {
    Batch.of(List.of(encoding(4).after(prefix)));

    Batch batch = Batch.of(List.of(encoding(5).after(prefix)));

    assertThat(batch.prefixes()).isEmpty();
    assertThat(batch.ids()).containsExactly(5);
    assertThat(batch.positions()).containsExactly(3);
    assertThat(batch.before(0)).contains(prefix);
  }

  @Test
  void aWholeSequenceHasTheTokensOfItsPrefix() {
    Encoding whole = new Encoding(new int[] {4, 5}, new int[] {1, 1}, true).after(prefix).whole();

    assertThat(whole.prefix()).isEmpty();
    assertThat(whole.ids()).containsExactly(1, 2, 3, 4, 5);
    assertThat(whole.typeIds()).containsExactly(0, 0, 0, 1, 1);
    assertThat(whole.truncated()).isTrue();
    assertThat(whole.whole()).isSameAs(whole);
  }

  private static Encoding encoding(int... ids) {
    return new Encoding(ids, new int[ids.length], false);
  }
}
