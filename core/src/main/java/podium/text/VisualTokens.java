package podium.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import podium.tensor.PlacedPicture;

/// Tokens, some of which stand for pictures. Immutable.
final class VisualTokens {

  private final int[] ids;
  private final List<PlacedPicture> pictures;

  /// @param ids not to be written to afterwards
  VisualTokens(int[] ids, List<PlacedPicture> pictures) {
    this.ids = ids;
    this.pictures = List.copyOf(pictures);
  }

  static VisualTokens of(Tokens tokens) {
    return new VisualTokens(tokens.ids(), List.of());
  }

  /// All of `parts`, one behind the other.
  static VisualTokens join(VisualTokens... parts) {
    var placed = new ArrayList<PlacedPicture>();
    int size = 0;
    for (VisualTokens part : parts) {
      for (PlacedPicture picture : part.pictures) {
        placed.add(picture.shifted(size));
      }
      size += part.size();
    }
    return new VisualTokens(
        Stream.of(parts).flatMapToInt(part -> Arrays.stream(part.ids)).toArray(), placed);
  }

  int size() {
    return ids.length;
  }

  int[] ids() {
    return ids.clone();
  }

  List<PlacedPicture> pictures() {
    return pictures;
  }

  /// How many of them are special.
  int count(BitSet special) {
    return (int) Arrays.stream(ids).filter(special::get).count();
  }

  /// All that are special, and the first `ordinary` of the others. Pictures stay whole, as what
  /// stands for them is special.
  VisualTokens cut(BitSet special, int ordinary) {
    int[] kept = new int[ids.length];
    int[] newPlaces = new int[ids.length];
    int size = 0;
    int left = ordinary;
    for (int i = 0; i < ids.length; i++) {
      newPlaces[i] = size;
      if (special.get(ids[i]) || left-- > 0) {
        kept[size++] = ids[i];
      }
    }
    return new VisualTokens(
        Arrays.copyOf(kept, size),
        pictures.stream()
            .map(placed -> new PlacedPicture(placed.picture(), newPlaces[placed.at()]))
            .toList());
  }

  /// Those from number `start` on, before which no picture ends later.
  VisualTokens from(int start) {
    return new VisualTokens(
        Arrays.copyOfRange(ids, start, ids.length),
        pictures.stream()
            .filter(placed -> placed.at() >= start)
            .map(placed -> placed.shifted(-start))
            .toList());
  }
}
