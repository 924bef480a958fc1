package podium.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.Content;
import podium.Image;
import podium.tensor.Picture;
import podium.text.Passage;

/// The images of one request, ready for a network to see. Holds a share of the memory for pictures
/// until it is closed.
///
/// @param pictures of all images; images with the same bytes have the same picture, however the
///   request refers to them
record Gallery(Map<Image, Picture> pictures, PictureMemory.Share memory) implements AutoCloseable {

  Gallery {
    pictures = Map.copyOf(pictures);
  }

  /// A query or document of the request.
  Passage passage(Content content) {
    return switch (content) {
      case Content.Text(String text) -> new Passage(List.of(), Optional.of(text));
      case Content.Visual visual ->
          new Passage(visual.images().stream().map(this::picture).toList(), visual.text());
    };
  }

  private Picture picture(Image image) {
    Picture picture = pictures.get(image);
    if (picture == null) {
      throw new IllegalArgumentException("an image of another request");
    }
    return picture;
  }

  @Override
  public void close() {
    memory.close();
  }
}
