package podium.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PictureTest {

  private final Picture picture = GreyGrid.picture(4, 6, 0.5f);

  @Test
  void hasATokenForEachBlock() {
    assertThat(picture.tokens()).isEqualTo(6);
  }

  @Test
  void blocksFollowEachOtherAndPatchesInThem() {
    PatchGrid grid = picture.grid();

    assertThat(List.of(grid.row(0), grid.row(1), grid.row(2), grid.row(3)))
        .containsExactly(0, 0, 1, 1);
    assertThat(List.of(grid.column(0), grid.column(1), grid.column(2), grid.column(3)))
        .containsExactly(0, 1, 0, 1);
    assertThat(List.of(grid.row(4), grid.column(4))).containsExactly(0, 2);
    assertThat(List.of(grid.row(23), grid.column(23))).containsExactly(3, 5);
  }

  @Test
  void isEqualToAnotherOfTheSameContent() {
    assertThat(picture)
        .isEqualTo(GreyGrid.picture(4, 6, 0.5f))
        .hasSameHashCodeAs(GreyGrid.picture(4, 6, 0.5f))
        .isNotEqualTo(GreyGrid.picture(4, 6, 0.25f))
        .isNotEqualTo(GreyGrid.picture(6, 4, 0.5f));
  }

  @Test
  void itsVectorsAreComputedByTheFirstAndAwaitedByOthers() throws Exception {
    PictureVectors mine = picture.vectors();
    PictureVectors theirs = picture.vectors();
    var other = new FutureTask<>(theirs::get);

    assertThat(mine.take()).isTrue();
    assertThat(theirs.take()).isFalse();
    Thread.ofVirtual().start(other);
    mine.keep(List.of(new float[] {1, 2}));

    assertThat(other.get(10, TimeUnit.SECONDS).getFirst()).containsExactly(1, 2);
  }

  @Test
  void whoWaitsForVectorsThatFailedFails() {
    picture.vectors().take();
    picture.vectors().fail(new IllegalStateException("no memory"));

    assertThatThrownBy(() -> picture.vectors().get())
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("no memory");
  }

  @Test
  void givesUpItsVectorsUnlessItIsShared() {
    PictureVectors first = picture.vectors();
    picture.used();
    PictureVectors second = picture.vectors();
    picture.share();
    picture.used();

    assertThat(second).isNotSameAs(first);
    assertThat(picture.vectors()).isSameAs(second);
  }

  @Test
  void picturesOfAPrefixStayInTheirPlaceWhenItBecomesPartOfTheSequence() {
    Picture other = GreyGrid.picture(2, 2, 1);
    var prefix = new Prefix(new int[10], List.of(new PlacedPicture(picture, 2)));
    var behind =
        new Encoding(new int[5], new int[5], false)
            .showing(List.of(new PlacedPicture(other, 3)))
            .after(prefix);
    Batch batch = Batch.of(List.of(behind));

    assertThat(behind.whole().pictures())
        .containsExactly(new PlacedPicture(picture, 2), new PlacedPicture(other, 13));
    assertThat(behind.whole().prefix()).isEqualTo(Optional.empty());
    assertThat(batch.pictures(0)).containsExactly(new PlacedPicture(picture, 2));
    assertThat(batch.pictures(1)).containsExactly(new PlacedPicture(other, 13));
    assertThat(batch.pictures()).hasSize(2);
  }
}
