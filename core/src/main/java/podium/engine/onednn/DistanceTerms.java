package podium.engine.onednn;

import podium.engine.onednn.BatchedProductRecipe.Heads;

/// Adds the terms of distance to the scores of a block of queries: those of K for strips of queries
/// and tiles of keys, those of Q for strips of keys and all queries. The terms of a strip are first
/// computed for each distance that its rows have from any row of the other side, by ordinary
/// products, and then read along the diagonal. With n queries, m keys, and w at least n + m,
///
///     A[i, x] = q_i · K[n − 1 − x]      S[i, j] += A[i, n − 1 − i + j]
///     B[j, x] = k_j · Q[x − m + 1]      S[i, j] += B[j, m − 1 − j + i]
///
/// Here K and Q stand for their rows at a distance, counted from that of the first query and key. A
/// diagonal is a strided view like any other: its rows begin w − 1 elements apart.
///
/// | matrix | shape              | element |
/// |--------|--------------------|---------|
/// | A      | `[heads, n, w]`    | f32     |
/// | B      | `[heads, m, w]`    | f32     |
///
/// A long and narrow strip has few distances that it does not need.
final class DistanceTerms implements AutoCloseable {

  /// Widths of A and B are multiples of this, to have fewer primitives.
  static final int WIDTH_STEP = 32;

  /// Rows of a strip.
  private static final int STRIP = 48;

  /// Keys of a tile: the most that the scores of a whole sequence have.
  private static final int TILE = Attention.WHOLE;

  private final PrimitiveCache primitives;
  private NativeBuffer products = new NativeBuffer(0);

  DistanceTerms(PrimitiveCache primitives) {
    this.primitives = primitives;
  }

  /// The operands of one block of queries and group of heads.
  ///
  /// @param column of the first head in q, K and Q, and in k, which has as many heads
  /// @param scores address of S, `[heads, roundedQueries, roundedKeys]`
  record Target(
      Attention.Call call,
      DistanceRows rows,
      KeyRows keys,
      AttentionBlock block,
      int heads,
      int column,
      long scores) {

    /// Some of the scores of each head.
    Heads scores(int queries, int keys) {
      long stride = block.roundedKeys();
      return new Heads(Element.F32, queries, keys, block.roundedQueries() * stride, stride, 1);
    }

    /// The address of a score of the first head.
    long score(int query, int key) {
      return scores + ((long) query * block.roundedKeys() + key) * Float.BYTES;
    }

    /// From one of the block's queries to one of its keys.
    int distance(int query, int key) {
      return block.position() + query - block.key() - key;
    }
  }

  void add(Target target) {
    int queries = target.block.roundedQueries();
    int keys = target.block.roundedKeys();
    target
        .rows
        .keys()
        .ifPresent(table -> {
          for (int key = 0; key < keys; key += TILE) {
            for (int query = 0; query < queries; query += STRIP) {
              addKeyTerm(
                  target,
                  table,
                  new Cut(
                      query, Math.min(STRIP, queries - query), key, Math.min(TILE, keys - key)));
            }
          }
        });
    target
        .rows
        .queries()
        .ifPresent(table -> {
          for (int key = 0; key < keys; key += STRIP) {
            addQueryTerm(target, table, new Cut(0, queries, key, Math.min(STRIP, keys - key)));
          }
        });
  }

  /// A strip and the rows that it is seen against, counted from the block's first query and key.
  private record Cut(int query, int queries, int key, int keys) {

    int width() {
      return (queries + keys + WIDTH_STEP - 1) / WIDTH_STEP * WIDTH_STEP;
    }
  }

  private void addKeyTerm(Target target, Matrix table, Cut cut) {
    Matrix q = target.call.q();
    int d = target.call.shape().headSize();
    int n = cut.queries;
    int width = cut.width();
    Heads terms = Heads.dense(Element.F32, n, width);
    long address = products((long) target.heads * n * width);
    primitives
        .get(
            new BatchedProductRecipe(
                target.heads,
                Heads.of(q, n, d, d),
                Heads.of(table, width, d, d).transposed(),
                terms,
                target.call.shape().scale()))
        .run(
            q.address(target.block.row() + cut.query, target.column),
            table.address(
                target.rows.keyRow(target.distance(cut.query, cut.key) + n - 1), target.column),
            address);
    Heads diagonal = new Heads(Element.F32, n, cut.keys, (long) n * width, width - 1, 1);
    accumulate(target, cut, diagonal, address + (n - 1L) * Float.BYTES);
  }

  private void addQueryTerm(Target target, Matrix table, Cut cut) {
    KeyRows k = target.keys;
    int d = target.call.shape().headSize();
    int m = cut.keys;
    int width = cut.width();
    Heads terms = Heads.dense(Element.F32, m, width);
    long address = products((long) target.heads * m * width);
    primitives
        .get(
            new BatchedProductRecipe(
                target.heads,
                new Heads(k.element(), m, d, d, k.keyStride(), 1),
                Heads.of(table, width, d, d).transposed(),
                terms,
                target.call.shape().scale()))
        .run(
            k.key(target.block.key() + cut.key, target.column),
            table.address(
                target.rows.queryRow(target.distance(cut.query, cut.key) - m + 1), target.column),
            address);
    Heads diagonal = new Heads(Element.F32, cut.queries, m, (long) m * width, 1, width - 1);
    accumulate(target, cut, diagonal, address + (m - 1L) * Float.BYTES);
  }

  private void accumulate(Target target, Cut cut, Heads diagonal, long address) {
    primitives
        .get(new AddRecipe(target.heads, diagonal, target.scores(cut.queries, cut.keys)))
        .run(address, target.score(cut.query, cut.key));
  }

  private long products(long elements) {
    if (products.bytes() < elements * Float.BYTES) {
      products.close();
      products = new NativeBuffer(elements * Float.BYTES);
    }
    return products.address();
  }

  @Override
  public void close() {
    products.close();
  }
}
