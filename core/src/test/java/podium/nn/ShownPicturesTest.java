package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.ReferenceEngine;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.tensor.Batch;
import podium.tensor.Encoding;
import podium.tensor.GreyGrid;
import podium.tensor.PatchGrid;
import podium.tensor.Picture;
import podium.tensor.PictureVectors;
import podium.tensor.PlacedPicture;

/// When the vision tower of the tiny Qwen3-VL runs, and when not.
class ShownPicturesTest {

  private final Engine engine = new ReferenceEngine();
  private final Operators operators = engine.operators(1);
  private final ModelDirectory model = ModelDirectory.open(Golden.of("qwen3_vl").model());
  private final PairNetwork network =
      (PairNetwork) Families.of(Recognition.of(model, Families.IN_ORDER)).load(model, engine);

  @AfterEach
  void close() {
    model.close();
  }

  private static Encoding showing(Picture picture) {
    int length = picture.tokens() + 3;
    return new Encoding(new int[length], new int[length], false)
        .showing(List.of(new PlacedPicture(picture, 1)));
  }

  private float[] logits(Encoding... encodings) {
    return network.logits(operators, Batch.of(List.of(encodings)));
  }

  @Test
  void aSharedPictureIsComputedOnceForAllBatches() {
    Picture picture = GreyGrid.picture(4, 4, 0.5f);
    picture.share();
    float first = logits(showing(picture))[0];
    PictureVectors vectors = picture.vectors();

    assertThat(vectors.take()).isFalse();
    assertThat(logits(showing(picture), showing(picture)))
        .containsExactly(new float[] {first, first}, within(1e-5f));
    assertThat(picture.vectors()).isSameAs(vectors);
  }

  @Test
  void vectorsOfAPictureThatIsShownOnceAreGivenUp() {
    Picture picture = GreyGrid.picture(4, 4, 0.5f);
    PictureVectors before = picture.vectors();

    logits(showing(picture));

    assertThat(picture.vectors()).isNotSameAs(before);
  }

  @Test
  void vectorsThatAnotherBatchHasComputedAreTaken() {
    Picture picture = GreyGrid.picture(4, 4, 0.5f);
    Picture other = GreyGrid.picture(4, 4, 0.25f);
    picture.share();
    float expected = logits(showing(other))[0];
    picture.vectors().take();
    other.share();
    logits(showing(other));
    picture.vectors().keep(other.vectors().get());

    assertThat(logits(showing(picture))[0]).isCloseTo(expected, within(1e-5f));
  }

  @Test
  void aBatchWhoseOtherBatchFailedFails() {
    Picture picture = GreyGrid.picture(4, 4, 0.5f);
    picture.vectors().take();
    picture.vectors().fail(new IllegalStateException("no memory"));

    assertThatThrownBy(() -> logits(showing(picture))).hasRootCauseMessage("no memory");
  }

  @Test
  void whoFailsToComputeAPictureTellsTheOthers() {
    var broken = new Picture("broken", new BrokenGrid());
    PictureVectors awaited = broken.vectors();

    assertThatThrownBy(() -> logits(showing(broken))).hasMessage("unreadable");
    assertThatThrownBy(awaited::get).hasRootCauseMessage("unreadable");
  }

  private record BrokenGrid() implements PatchGrid {
    @Override
    public int gridHeight() {
      return 2;
    }

    @Override
    public int gridWidth() {
      return 2;
    }

    @Override
    public int patchLength() {
      return 1536;
    }

    @Override
    public void copyTo(float[] target, int from) {
      throw new IllegalStateException("unreadable");
    }
  }

  @Test
  void countingTakesNothingAndCountsEachPictureOnce() {
    Picture picture = GreyGrid.picture(4, 6, 0.5f);
    Picture other = GreyGrid.picture(4, 6, 0.25f);
    long one = network.flops(Batch.of(List.of(showing(picture))));
    long same = network.flops(Batch.of(List.of(showing(picture), showing(picture))));
    long two = network.flops(Batch.of(List.of(showing(picture), showing(other))));
    long text = network.flops(Batch.of(List.of(new Encoding(new int[9], new int[9], false))));

    assertThat(picture.vectors().take()).isTrue();
    assertThat(two).isEqualTo(2 * one);
    assertThat(two - same).isEqualTo(one - text);
  }
}
