package podium.nn;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import podium.engine.Engine.Table;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.Tensor;
import podium.tensor.Batch;
import podium.tensor.Picture;
import podium.tensor.PictureVectors;
import podium.tensor.PlacedPicture;

/// What a batch shows, as vectors of the language model: those of the tower's last block take the
/// place of the tokens' embeddings, those of its deepstack are added behind the first layers.
///
/// @param placed the pictures, at rows of the batch
/// @param vectors of each picture, one matrix a layer
record ShownPictures(List<PlacedPicture> placed, List<List<float[]>> vectors) {

  ShownPictures {
    placed = List.copyOf(placed);
    vectors = List.copyOf(vectors);
  }

  /// Computes the vectors that no batch has taken, and then waits for the others: in this order, so
  /// that two batches cannot wait for each other.
  static ShownPictures of(Operators o, Batch batch, VisionTower tower) {
    List<Picture> pictures = batch.pictures().stream().map(PlacedPicture::picture).toList();
    List<PictureVectors> vectors = pictures.stream().map(Picture::vectors).toList();
    Map<PictureVectors, Picture> taken = new LinkedHashMap<>();
    for (int i = 0; i < pictures.size(); i++) {
      if (vectors.get(i).take()) {
        taken.put(vectors.get(i), pictures.get(i));
      }
    }
    compute(o, taken, tower);
    var shown =
        new ShownPictures(batch.pictures(), vectors.stream().map(PictureVectors::get).toList());
    pictures.forEach(Picture::used);
    return shown;
  }

  private static void compute(Operators o, Map<PictureVectors, Picture> taken, VisionTower tower) {
    try {
      Iterator<List<float[]>> computed = vectors(o, List.copyOf(taken.values()), tower).iterator();
      taken.keySet().forEach(vectors -> vectors.keep(computed.next()));
    } catch (Throwable t) { // whatever it was, nobody may wait for ever
      taken.keySet().forEach(vectors -> vectors.fail(t));
      throw t;
    }
  }

  /// The same operators on the same sizes, each picture once, whoever may have computed it: to
  /// count what a batch costs. Takes and keeps nothing.
  static ShownPictures counted(Operators o, Batch batch, VisionTower tower) {
    List<Picture> pictures = batch.pictures().stream().map(PlacedPicture::picture).toList();
    List<Picture> distinct = pictures.stream().distinct().toList();
    List<List<float[]>> vectors = vectors(o, distinct, tower);
    return new ShownPictures(
        batch.pictures(),
        pictures.stream().map(picture -> vectors.get(distinct.indexOf(picture))).toList());
  }

  private static List<List<float[]>> vectors(
      Operators o, List<Picture> pictures, VisionTower tower) {
    return tower.vectors(o, pictures.stream().map(Picture::grid).toList());
  }

  /// The embeddings of the batch's tokens; those that stand for pictures have the pictures'
  /// vectors.
  Tensor embed(Operators o, Batch batch, Table words) {
    float[] scales = new float[batch.tokens()];
    Arrays.fill(scales, 1);
    for (int row : rows()) {
      scales[row] = 0;
    }
    return add(o, o.embed(new Lookup(words, batch.ids(), scales)), 0);
  }

  /// What goes into a layer of the decoder, with what the deepstack adds behind the one before.
  Tensor before(Operators o, int layer, Tensor x) {
    return layer == 0 ? x : add(o, x, layer);
  }

  private Tensor add(Operators o, Tensor x, int layer) {
    return placed.isEmpty() || layer >= vectors.getFirst().size()
        ? x
        : o.addRows(x, rows(), o.write(joined(layer), x.columns()));
  }

  private int[] rows() {
    return placed.stream()
        .flatMapToInt(p -> IntStream.range(p.at(), p.at() + p.picture().tokens()))
        .toArray();
  }

  private float[] joined(int layer) {
    if (vectors.size() == 1) {
      return vectors.getFirst().get(layer);
    }
    float[] all = new float[vectors.stream().mapToInt(v -> v.get(layer).length).sum()];
    int from = 0;
    for (List<float[]> picture : vectors) {
      float[] part = picture.get(layer);
      System.arraycopy(part, 0, all, from, part.length);
      from += part.length;
    }
    return all;
  }
}
