package podium.engine;

import java.util.Optional;
import podium.engine.AttentionShape.Reach;
import podium.engine.ReferenceEngine.ReferencePositions;
import podium.tensor.Batch;
import podium.tensor.Prefix;

/// Attention of all sequences and heads: `softmax(q kᵀ · scale) v` over the keys in reach.
///
/// @param q `[tokens, heads · d]`
/// @param terms what the distance adds to the score
record ReferenceAttention(
    ReferenceTensor q,
    KeysAndValues own,
    Batch batch,
    AttentionShape shape,
    Optional<RelativeTerms> terms) {

  /// Of some tokens; for a prefix kept by nobody but this.
  ///
  /// @param k `[tokens, keyHeads · d]`
  /// @param v `[tokens, keyHeads · d]`
  record KeysAndValues(ReferenceTensor k, ReferenceTensor v) implements Prefix.Memory {

    KeysAndValues rows(int from, int to) {
      return new KeysAndValues(k.rows(from, to), v.rows(from, to));
    }

    KeysAndValues copy() {
      return new KeysAndValues(k.copy(), v.copy());
    }

    KeysAndValues then(KeysAndValues next) {
      return new KeysAndValues(k.then(next.k), v.then(next.v));
    }

    KeysAndValues columns(int from, int to) {
      return new KeysAndValues(k.columns(from, to), v.columns(from, to));
    }

    @Override
    public void close() {
      k.release();
      v.release();
    }
  }

  /// @param y `[tokens, heads · d]`
  void writeTo(ReferenceTensor y) {
    for (int s = 0; s < batch.prefixes().size(); s++) {
      batch.prefixes().get(s).keep(shape.layer(), own(s).copy());
    }
    int d = shape.headSize();
    for (int s = 0; s < batch.sequences(); s++) {
      requireNoPrefix(s);
      int start = batch.start(s);
      int end = start + batch.length(s);
      KeysAndValues seen = seen(s);
      for (int head = 0; head < shape.heads(); head++) {
        int from = head * d;
        int keysFrom = head / (shape.heads() / shape.keyHeads()) * d;
        KeysAndValues ofHead = seen.columns(keysFrom, keysFrom + d);
        new Head(
                q.rows(start, end).columns(from, from + d).toRows(),
                ofHead.k.toRows(),
                ofHead.v.toRows(),
                batch.firstPosition(s),
                shape,
                new HeadTerms(terms, head, d))
            .writeTo(y.rows(start, end).columns(from, from + d));
      }
    }
  }

  private void requireNoPrefix(int sequence) {
    if (batch.firstPosition(sequence) > 0 && !(shape.reach() instanceof Reach.Causal)) {
      throw new IllegalArgumentException("only causal attention may have prefixes");
    }
  }

  private KeysAndValues own(int sequence) {
    int start = batch.start(sequence);
    return own.rows(start, start + batch.length(sequence));
  }

  /// The keys before the sequence and its own.
  private KeysAndValues seen(int sequence) {
    return batch
        .before(sequence)
        .map(prefix -> ((KeysAndValues) prefix.at(shape.layer())).then(own(sequence)))
        .orElseGet(() -> own(sequence));
  }

  /// One head of one sequence.
  ///
  /// @param q `[length, d]`
  /// @param k `[firstPosition + length, d]`
  /// @param v like `k`
  /// @param firstPosition position of the first query
  @SuppressWarnings("ArrayRecordComponent") // nobody compares heads
  private record Head(
      double[][] q,
      double[][] k,
      double[][] v,
      int firstPosition,
      AttentionShape shape,
      HeadTerms terms) {

    void writeTo(ReferenceTensor y) {
      for (int i = 0; i < q.length; i++) {
        double[] sum = new double[y.columns()];
        double[] weights = weights(i);
        for (int j = 0; j < weights.length; j++) {
          ReferenceFunctions.add(sum, weights[j], v[j]);
        }
        for (int column = 0; column < sum.length; column++) {
          y.set(i, column, sum[column]);
        }
      }
    }

    /// How much query `i` takes of each key's value.
    private double[] weights(int i) {
      double[] scores = new double[k.length];
      for (int j = 0; j < scores.length; j++) {
        scores[j] = isInReach(firstPosition + i, j) ? score(i, j) : Double.NEGATIVE_INFINITY;
      }
      ReferenceFunctions.softmax(scores);
      return scores;
    }

    private double score(int i, int j) {
      int distance = firstPosition + i - j;
      return shape.scale()
              * (ReferenceFunctions.dot(q[i], k[j]) + terms.products(q[i], k[j], distance))
          - terms.penalty(distance);
    }

    private boolean isInReach(int query, int key) {
      return switch (shape.reach()) {
        case Reach.All _ -> true;
        case Reach.Window window -> Math.abs(query - key) <= window.half();
        case Reach.Causal _ -> key <= query;
      };
    }
  }

  /// The terms of one head, if there are any.
  private record HeadTerms(Optional<RelativeTerms> terms, int head, int d) {

    /// What is added to the product of query and key.
    double products(double[] query, double[] key, int distance) {
      if (terms.isPresent() && terms.get() instanceof RelativeTerms.Content content) {
        int row = content.row().applyAsInt(distance);
        return dot(query, content.keys(), row) + dot(key, content.queries(), row);
      }
      return 0;
    }

    /// What is taken from the score.
    double penalty(int distance) {
      return terms.isPresent() && terms.get() instanceof RelativeTerms.Slopes slopes
          ? (double) slopes.slopes().get(head) * Math.abs(distance)
          : 0;
    }

    private double dot(double[] x, Optional<Engine.Positions> table, int row) {
      return table
          .map(t -> ((ReferencePositions) t).row(row, head * d, (head + 1) * d))
          .map(y -> ReferenceFunctions.dot(x, y))
          .orElse(0.0);
    }
  }
}
