package podium.engine.onednn;

import podium.engine.AttentionShape.Reach;

/// Some consecutive queries of a sequence and the keys in their reach. Positions are counted within
/// the sequence.
///
/// @param start row of the sequence's first token
/// @param query first query
/// @param key first key that one of the queries sees
record AttentionBlock(int start, int query, int queries, int key, int keys, Reach reach) {

  /// @param length tokens of the sequence
  static AttentionBlock of(Reach reach, int start, int length, int query, int queries) {
    int first = 0;
    int end = length;
    switch (reach) {
      case Reach.All _ -> {}
      case Reach.Window window -> {
        first = Math.max(0, query - window.half());
        end = Math.min(length, query + queries + window.half());
      }
      case Reach.Causal _ -> end = query + queries;
    }
    return new AttentionBlock(start, query, queries, first, end - first, reach);
  }

  int roundedQueries() {
    return Matrix.roundUp(queries);
  }

  int roundedKeys() {
    return Matrix.roundUp(keys);
  }

  /// Row of the first query in the packed batch.
  int queryRow() {
    return start + query;
  }

  /// Row of the first key in the packed batch.
  int keyRow() {
    return start + key;
  }

  /// The first key that query `i` of the block sees, counted from the block's first key.
  int firstVisible(int i) {
    return switch (reach) {
      case Reach.All _, Reach.Causal _ -> 0;
      case Reach.Window window -> Math.max(0, query + i - window.half() - key);
    };
  }

  /// The same for the end of the visible keys.
  int endVisible(int i) {
    return switch (reach) {
      case Reach.All _ -> keys;
      case Reach.Causal _ -> query + i + 1 - key;
      case Reach.Window window -> Math.min(keys, query + i + window.half() + 1 - key);
    };
  }
}
