package podium.nn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What a listwise network says of a block of documents: a vector for each, and one for the query
/// as it looks beside them.
///
/// A request of several blocks has one query vector: the mean of theirs, each weighted with the
/// relevance of the block's best document, `(1 + c) / 2`. All documents are compared with that one,
/// so that scores of different blocks can be compared.
public final class BlockVectors {

  /// As in PyTorch: the cosine with a vector that is all zero is 0.
  private static final double LEAST_NORM = 1e-8;

  private final float[] vectors;
  private final int documents;
  private final int width;

  /// @param vectors `[documents + 1, width]`, the query's last
  public BlockVectors(float[] vectors, int documents) {
    this.width = vectors.length / (documents + 1);
    if (width == 0 || vectors.length % (documents + 1) != 0) {
      throw new IllegalStateException(
          "%d numbers are no vectors of %d documents and a query. This is a bug."
              .formatted(vectors.length, documents));
    }
    this.vectors = vectors.clone();
    this.documents = documents;
  }

  /// The cosine of each document of all blocks, in order; no number where a vector has something
  /// that is not finite.
  public static float[] scores(List<BlockVectors> blocks) {
    double[] query = blocks.size() == 1 ? blocks.getFirst().query() : mean(blocks);
    float[] scores = new float[blocks.stream().mapToInt(block -> block.documents).sum()];
    int next = 0;
    for (BlockVectors block : blocks) {
      boolean sound = !Double.isNaN(block.weight());
      for (int i = 0; i < block.documents; i++) {
        scores[next++] = sound ? (float) block.cosine(i, query) : Float.NaN;
      }
    }
    return scores;
  }

  /// A block whose own query vector has something that is not finite has no say.
  private static double[] mean(List<BlockVectors> blocks) {
    double[] sum = new double[blocks.getFirst().width];
    double weights = 0;
    for (BlockVectors block : blocks) {
      double weight = block.weight();
      if (!Double.isNaN(weight)) {
        weights += weight;
        double[] query = block.query();
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weight * query[i];
        }
      }
    }
    double all = weights;
    return Arrays.stream(sum).map(x -> x / all).toArray();
  }

  /// The relevance of the best document, never quite 0; no number if no document has one.
  private double weight() {
    double[] query = query();
    double best =
        IntStream.range(0, documents)
            .mapToDouble(i -> cosine(i, query))
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    return Math.max((1 + best) / 2, Double.MIN_NORMAL);
  }

  private double[] query() {
    return IntStream.range(documents * width, vectors.length)
        .mapToDouble(i -> vectors[i])
        .toArray();
  }

  private double cosine(int document, double[] query) {
    double product = 0;
    double length = 0;
    double queryLength = 0;
    for (int i = 0; i < width; i++) {
      double v = vectors[document * width + i];
      product += v * query[i];
      length += v * v;
      queryLength += query[i] * query[i];
    }
    double norms =
        Math.max(Math.sqrt(length), LEAST_NORM) * Math.max(Math.sqrt(queryLength), LEAST_NORM);
    return Math.clamp(product / norms, -1, 1);
  }
}
