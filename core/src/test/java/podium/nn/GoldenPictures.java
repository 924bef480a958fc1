package podium.nn;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import podium.ImagePolicy;
import podium.image.EncodedImage;
import podium.image.ImageProcessor;
import podium.image.Patches;
import podium.image.PixelBounds;
import podium.tensor.Picture;
import podium.tensor.PlacedPicture;

/// The pictures of a golden case, where its token ids have them.
final class GoldenPictures {

  private GoldenPictures() {}

  /// @param pad the token that stands for a block of a picture
  static List<PlacedPicture> of(JsonNode golden, int[] ids, int pad) {
    long most = golden.path("max_pixels").asLong(PixelBounds.QWEN3_VL.max());
    var bounds = new PixelBounds(PixelBounds.QWEN3_VL.min(), most);
    var processor = new ImageProcessor(ImagePolicy.DEFAULT, bounds);
    List<PlacedPicture> placed = new ArrayList<>();
    int at = 0;
    for (JsonNode image : golden.path("images")) {
      String file = image.path("file").textValue();
      Patches patches = processor.process(new EncodedImage(Golden.image(file)));
      while (ids[at] != pad) {
        at++;
      }
      placed.add(new PlacedPicture(new Picture(file + most, patches), at));
      at += patches.mergedCount();
    }
    return placed;
  }
}
