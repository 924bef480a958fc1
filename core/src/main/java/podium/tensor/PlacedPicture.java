package podium.tensor;

import java.util.List;

/// A picture and the first of the tokens that stand for it, which follow each other.
///
/// @param at index of that token: in an encoding, or among the rows of a batch
public record PlacedPicture(Picture picture, int at) {

  /// The same `by` tokens later.
  public PlacedPicture shifted(int by) {
    return new PlacedPicture(picture, at + by);
  }

  static List<PlacedPicture> shifted(List<PlacedPicture> pictures, int by) {
    return pictures.stream().map(placed -> placed.shifted(by)).toList();
  }
}
