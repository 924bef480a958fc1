package podium.engine.onednn;

import podium.engine.AttentionShape.Reach;

/// Some consecutive queries of a sequence and the keys in their reach. Keys are counted from the
/// first that belongs to the sequence or to its prefix.
///
/// @param row of the first query in the packed batch
/// @param position of the first query among the keys
/// @param key first key that one of the queries sees
record AttentionBlock(int row, int position, int queries, int key, int keys, Reach reach) {

  private static final int EIGHTH = 8;

  /// Up to so many keys each block has its own primitives.
  private static final int EXACT_KEYS = 1024;

  /// A sequence of a packed batch.
  ///
  /// @param start row of its first token
  /// @param firstPosition tokens of its prefix
  record Sequence(int start, int firstPosition, int length) {}

  /// @param query first query, counted from the first of the sequence
  static AttentionBlock of(Reach reach, Sequence sequence, int query, int queries) {
    int position = sequence.firstPosition + query;
    int first = 0;
    int end = sequence.firstPosition + sequence.length;
    switch (reach) {
      case Reach.All _ -> {}
      case Reach.Window window -> {
        first = Math.max(0, position - window.half());
        end = Math.min(end, position + queries + window.half());
      }
      case Reach.Causal _ -> end = Math.min(end, fewLengths(position + queries));
    }
    return new AttentionBlock(sequence.start + query, position, queries, first, end - first, reach);
  }

  /// Rounds up, so that a long sequence needs few different primitives: eight lengths for each
  /// doubling, and never more than an eighth too many keys. The keys after the last query are
  /// hidden.
  private static int fewLengths(int keys) {
    int step = Math.max(1, Integer.highestOneBit(keys / EIGHTH));
    return keys <= EXACT_KEYS ? keys : Math.ceilDiv(keys, step) * step;
  }

  int roundedQueries() {
    return Matrix.roundUp(queries);
  }

  int roundedKeys() {
    return Matrix.roundUp(keys);
  }

  /// The first key that query `i` of the block sees, counted from the block's first key.
  int firstVisible(int i) {
    return switch (reach) {
      case Reach.All _, Reach.Causal _ -> 0;
      case Reach.Window window -> Math.max(0, position + i - window.half() - key);
    };
  }

  /// The same for the end of the visible keys.
  int endVisible(int i) {
    return switch (reach) {
      case Reach.All _ -> keys;
      case Reach.Causal _ -> position + i + 1 - key;
      case Reach.Window window -> Math.min(keys, position + i + window.half() + 1 - key);
    };
  }
}
