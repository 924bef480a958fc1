package podium.tensor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The token ids of one sequence (a pair of query and document with its special tokens), with its
/// token types (segment 0 or 1) and the pictures that some of its tokens stand for. May leave out a
/// beginning that it shares with other sequences, its [Prefix]. Immutable.
public final class Encoding {

  private final int[] ids;
  private final int[] typeIds;
  private final boolean truncated;
  private final Optional<Prefix> prefix;
  private final List<PlacedPicture> pictures;

  /// @param ids `[length]`
  /// @param typeIds `[length]`
  /// @param truncated whether text was cut to make it fit
  public Encoding(int[] ids, int[] typeIds, boolean truncated) {
    if (ids.length != typeIds.length) {
      throw new IllegalArgumentException(
          "%d ids but %d token types".formatted(ids.length, typeIds.length));
    }
    this(ids.clone(), typeIds.clone(), truncated, Optional.empty(), List.of());
  }

  private Encoding(
      int[] ids,
      int[] typeIds,
      boolean truncated,
      Optional<Prefix> prefix,
      List<PlacedPicture> pictures) {
    this.ids = ids;
    this.typeIds = typeIds;
    this.truncated = truncated;
    this.prefix = prefix;
    this.pictures = List.copyOf(pictures);
  }

  /// The same tokens, some of which stand for pictures.
  ///
  /// @param shown in the order of their places
  public Encoding showing(List<PlacedPicture> shown) {
    return new Encoding(ids, typeIds, truncated, prefix, shown);
  }

  /// The same tokens as what follows `beginning`; it must have none yet.
  public Encoding after(Prefix beginning) {
    if (prefix.isPresent()) {
      throw new IllegalStateException("the sequence has a prefix already");
    }
    return new Encoding(ids, typeIds, truncated, Optional.of(beginning), pictures);
  }

  /// The same sequence with the tokens of its prefix as its own, sharing nothing.
  public Encoding whole() {
    return prefix.map(this::with).orElse(this);
  }

  private Encoding with(Prefix beginning) {
    int length = beginning.length() + ids.length;
    int[] allIds = Arrays.copyOf(beginning.ids(), length);
    int[] allTypeIds = new int[length];
    copyTo(allIds, allTypeIds, beginning.length());
    beginning.pictures().forEach(placed -> placed.picture().share());
    var shown = new ArrayList<>(beginning.pictures());
    shown.addAll(PlacedPicture.shifted(pictures, beginning.length()));
    return new Encoding(allIds, allTypeIds, truncated, Optional.empty(), shown);
  }

  /// Tokens, without those of the prefix.
  public int length() {
    return ids.length;
  }

  /// `[length]`
  public int[] ids() {
    return ids.clone();
  }

  /// `[length]`
  public int[] typeIds() {
    return typeIds.clone();
  }

  public boolean truncated() {
    return truncated;
  }

  /// Equal for sequences that a network cannot tell apart: the same tokens of the same types, where
  /// it does not matter how many of them are a prefix, and the same pictures at the same places.
  /// Pictures of another request are others, since they are given up when their request is over.
  public Digest digest() {
    int[] before = prefix.map(Prefix::ids).orElseGet(() -> new int[0]);
    List<PlacedPicture> shown = allPictures();
    var content =
        ByteBuffer.allocate(
            2 * (before.length + ids.length) * Integer.BYTES
                + shown.size() * (Long.BYTES + Integer.BYTES));
    for (int[] part : List.of(before, ids, new int[before.length], typeIds)) {
      for (int number : part) {
        content.putInt(number);
      }
    }
    shown.forEach(placed -> content.putLong(placed.picture().serial()).putInt(placed.at()));
    return Digest.of(content.flip());
  }

  /// Those of the prefix and those of these tokens.
  private List<PlacedPicture> allPictures() {
    List<PlacedPicture> all = new ArrayList<>();
    prefix.ifPresent(beginning -> all.addAll(beginning.pictures()));
    all.addAll(PlacedPicture.shifted(pictures, prefix.map(Prefix::length).orElse(0)));
    return all;
  }

  /// What comes before these tokens.
  public Optional<Prefix> prefix() {
    return prefix;
  }

  /// What these tokens show, in the order of their places; not what the prefix does.
  public List<PlacedPicture> pictures() {
    return pictures;
  }

  void copyTo(int[] idsTarget, int[] typeIdsTarget, int from) {
    System.arraycopy(ids, 0, idsTarget, from, ids.length);
    System.arraycopy(typeIds, 0, typeIdsTarget, from, typeIds.length);
  }
}
