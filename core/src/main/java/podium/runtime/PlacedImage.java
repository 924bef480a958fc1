package podium.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import podium.Content;
import podium.Image;
import podium.RerankRequest;

/// An image of a request and where the client has it.
///
/// @param place as messages name it, such as `documents[3].image[1]`
/// @param repeated whether several sequences may show it there
record PlacedImage(Image image, String place, boolean repeated) {

  /// All images of a request.
  static List<PlacedImage> of(RerankRequest request) {
    boolean windows = request.limits().windows() > 1;
    int documents = request.documents().size();
    return Stream.concat(
            of(request.query(), "query", windows || documents > 1),
            IntStream.range(0, documents)
                .boxed()
                .flatMap(i -> of(request.documents().get(i), "documents[" + i + "]", windows)))
        .toList();
  }

  private static Stream<PlacedImage> of(Content content, String place, boolean repeated) {
    return switch (content) {
      case Content.Text _ -> Stream.empty();
      case Content.Visual visual -> {
        List<PlacedImage> placed = new ArrayList<>();
        for (Image image : visual.images()) {
          String number = visual.images().size() == 1 ? "" : "[" + placed.size() + "]";
          placed.add(new PlacedImage(image, place + ".image" + number, repeated));
        }
        yield placed.stream();
      }
    };
  }
}
