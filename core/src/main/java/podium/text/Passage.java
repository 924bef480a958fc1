package podium.text;

import java.util.List;
import java.util.Optional;
import podium.tensor.Picture;

/// What a query or a document shows and says: pictures, and text behind them.
public record Passage(List<Picture> pictures, Optional<String> text) {

  public Passage {
    pictures = List.copyOf(pictures);
  }

  static Passage of(String text) {
    return new Passage(List.of(), Optional.of(text));
  }
}
