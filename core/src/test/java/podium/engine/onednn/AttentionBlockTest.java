package podium.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.engine.AttentionShape.Reach;
import podium.engine.onednn.AttentionBlock.Sequence;

class AttentionBlockTest {

  private static final int QUERIES = 64;

  /// Three primitives for each length, and some for the rest of the network.
  @Test
  void theLongestCausalSequenceNeedsNoMorePrimitivesThanAreKept() {
    long lengths = blocks(131_072).stream().map(AttentionBlock::roundedKeys).distinct().count();

    assertThat(3 * lengths).isLessThan(PrimitiveCache.CAPACITY - 16);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 65, 1000, 1024, 1025, 1100, 2047, 5000})
  void aCausalBlockHasTheKeysThatItsQueriesSeeAndFewMore(int length) {
    for (AttentionBlock block : blocks(length)) {
      int seen = block.position() + block.queries();

      assertThat(block.endVisible(block.queries() - 1)).isEqualTo(seen);
      assertThat(block.keys())
          .isBetween(seen, Math.min(length, seen <= 1024 ? seen : seen * 9 / 8));
    }
  }

  private static List<AttentionBlock> blocks(int length) {
    return IntStream.iterate(0, query -> query < length, query -> query + QUERIES)
        .mapToObj(query ->
            AttentionBlock.of(
                new Reach.Causal(),
                new Sequence(7, 0, length),
                query,
                Math.min(QUERIES, length - query)))
        .toList();
  }
}
