package podium.engine;

import podium.engine.AttentionShape.Reach;
import podium.tensor.Batch;

/// Attention of one head: `softmax(q kᵀ · scale) v` over the keys in reach.
///
/// @param q `[tokens, d]`
/// @param k `[tokens, d]`
/// @param v `[tokens, d]`
record ReferenceAttention(
    ReferenceTensor q, ReferenceTensor k, ReferenceTensor v, AttentionShape shape) {

  void writeTo(ReferenceTensor y, Batch batch) {
    for (int sequence = 0; sequence < batch.sequences(); sequence++) {
      int start = batch.start(sequence);
      int length = batch.length(sequence);
      for (int i = 0; i < length; i++) {
        double[] weights = weights(start, length, i);
        for (int column = 0; column < v.columns(); column++) {
          y.set(start + i, column, weightedSum(weights, start, column));
        }
      }
    }
  }

  /// How much query `i` of the sequence takes of each key's value.
  private double[] weights(int start, int length, int i) {
    double[] scores = new double[length];
    for (int j = 0; j < length; j++) {
      scores[j] =
          isInReach(i, j) ? shape.scale() * dot(start + i, start + j) : Double.NEGATIVE_INFINITY;
    }
    ReferenceFunctions.softmax(scores);
    return scores;
  }

  private boolean isInReach(int query, int key) {
    return switch (shape.reach()) {
      case Reach.All _ -> true;
      case Reach.Window window -> Math.abs(query - key) <= window.half();
      case Reach.Causal _ -> key <= query;
    };
  }

  private double dot(int query, int key) {
    double sum = 0;
    for (int i = 0; i < q.columns(); i++) {
      sum += (double) q.get(query, i) * k.get(key, i);
    }
    return sum;
  }

  private double weightedSum(double[] weights, int start, int column) {
    double sum = 0;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] * v.get(start + j, column);
    }
    return sum;
  }
}
