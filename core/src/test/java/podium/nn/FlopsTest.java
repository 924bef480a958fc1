package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.engine.AttentionShape;
import podium.engine.AttentionShape.Reach;
import podium.engine.ReferenceEngine;
import podium.engine.Tensor;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.tensor.Batch;
import podium.tensor.Encoding;
import podium.tensor.GreyGrid;
import podium.tensor.PlacedPicture;
import podium.tensor.Prefix;

class FlopsTest {

  private static final Batch BATCH = Batch.of(List.of(encoding(7), encoding(5)));

  @Test
  void bertComputesItsLastLayerForFirstTokensOnly() {
    long hidden = 48;
    long inner = 96;
    long qkv = 2 * 3 * hidden * hidden;
    long rest = 2 * (hidden * hidden + 2 * hidden * inner);
    long attention = 4 * hidden * (7 * 7 + 5 * 5);
    long head = 2 * (hidden * hidden + hidden);

    assertThat(flops("bert"))
        .isEqualTo(
            2 * (12 * (qkv + rest) + attention) + (12 * qkv + 2 * rest + attention) + 2 * head);
  }

  @Test
  void modernBertPoolsMeansOfAllTokensOfItsLastLayer() {
    long hidden = 48;
    long inner = 64;
    long layer = 12 * 2 * (4 * hidden * hidden + 3 * hidden * inner);
    long attention = 4 * hidden * (7 * 7 + 5 * 5); // the window of 8 to each side holds them all
    long head = 2 * (hidden * hidden + hidden);

    assertThat(flops("modernbert_mean")).isEqualTo(5 * (layer + attention) + 2 * head);
  }

  @Test
  void qwen3ComputesItsLastLayerForLastTokensOnly() {
    long hidden = 48;
    long heads = 4 * 16;
    long keys = 2 * 16;
    long inner = 96;
    long qkv = 2 * hidden * (heads + 2 * keys);
    long rest = 2 * (heads * hidden + 3 * hidden * inner);
    long attention = 4 * heads * (7 * 8 / 2 + 5 * 6 / 2);
    long head = 2 * hidden;

    assertThat(flops("qwen3"))
        .isEqualTo(
            2 * (12 * (qkv + rest) + attention) + (12 * qkv + 2 * rest + attention) + 2 * head);
  }

  /// Of a picture of 4 × 6 patches.
  @Test
  void theVisionTowerSeesAllPatchesOfAPicture() {
    long hidden = 32;
    long inner = 64;
    long patches = 24;
    long text = 48;
    long patch = 2 * 1536 * hidden * patches;
    long block =
        2 * patches * (4 * hidden * hidden + 2 * hidden * inner) + 4 * hidden * patches * patches;
    long merger = 2 * (patches / 4) * (4 * hidden * 4 * hidden + 4 * hidden * text);
    var picture = new PlacedPicture(GreyGrid.picture(4, 6, 0), 1);
    Batch seen = Batch.of(List.of(encoding(9).showing(List.of(picture))));
    Batch unseen = Batch.of(List.of(encoding(9)));

    assertThat(flops("qwen3_vl", seen) - flops("qwen3_vl", unseen))
        .isEqualTo(patch + 4 * block + 3 * merger);
  }

  @Test
  void aPrefixIsCountedOnceAndItsKeysForAllWhoSeeThem() {
    Prefix prefix = new Prefix(new int[100]);
    var counter = new FlopCounter();
    Batch first = Batch.of(List.of(encoding(7).after(prefix)));
    Batch second = Batch.of(List.of(encoding(5).after(prefix)));

    counter.attention(x(107), x(107), x(107), first, AttentionShape.causal(2, 2, 3, 0));
    counter.attention(x(5), x(5), x(5), second, AttentionShape.causal(2, 2, 3, 0));

    assertThat(counter.flops())
        .isEqualTo(4 * 6 * (100 * 101 / 2 + (7 * 8 / 2 + 7 * 100) + (5 * 6 / 2 + 5 * 100)));
  }

  private static Tensor x(int rows) {
    return new FlopCounter.Shape(rows, 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 6, 7, 100})
  void localAttentionCountsTheKeysInReach(int half) {
    long pairs = 0;
    for (int length : new int[] {7, 5}) {
      for (int i = 0; i < length; i++) {
        for (int j = 0; j < length; j++) {
          pairs += Math.abs(i - j) <= half ? 1 : 0;
        }
      }
    }

    assertThat(attention(new Reach.Window(half))).isEqualTo(4 * 6 * pairs);
  }

  @Test
  void causalAttentionCountsTheKeysBefore() {
    assertThat(attention(new Reach.Causal())).isEqualTo(4 * 6 * (7 * 8 / 2 + 5 * 6 / 2));
  }

  /// Of two heads of three elements.
  private static long attention(Reach reach) {
    var counter = new FlopCounter();
    Tensor x = new FlopCounter.Shape(BATCH.tokens(), 6);
    counter.attention(x, x, x, BATCH, new AttentionShape(2, 2, 3, 1f, reach));
    return counter.flops();
  }

  private static long flops(String golden) {
    return flops(golden, BATCH);
  }

  private static long flops(String golden, Batch batch) {
    try (ModelDirectory model = ModelDirectory.open(Golden.of(golden).model())) {
      NetworkFamily family = Families.of(Recognition.of(model, Families.IN_ORDER));
      long loaded = family.load(model, new ReferenceEngine()).flops(batch);
      assertThat(family.load(model, new ShapeEngine()).flops(batch)).isEqualTo(loaded);
      return loaded;
    }
  }

  private static Encoding encoding(int length) {
    return new Encoding(new int[length], new int[length], false);
  }
}
