package podium.engine.onednn;

import podium.engine.onednn.BatchedProductRecipe.Heads;

/// Adds the terms of distance to the scores of a block of queries, for tiles of keys. A tile's terms
/// are first computed for each distance in it, by ordinary products, and then read along the
/// diagonal: with n queries and m keys, counted from the tile's first, and w = n + m,
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
final class DistanceTerms implements AutoCloseable {

  /// Keys of a tile. The products have about twice as many terms as are needed at this size and
  /// above, but there are few different primitives.
  private static final int TILE = 128;

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

    /// Scores of `tile` keys for all queries.
    Heads scores(int tile) {
      long stride = block.roundedKeys();
      return new Heads(
          Element.F32, block.roundedQueries(), tile, block.roundedQueries() * stride, stride, 1);
    }
  }

  void add(Target target) {
    int keys = target.block.roundedKeys();
    for (int key = 0; key < keys; key += TILE) {
      int tile = Math.min(TILE, keys - key);
      if (target.rows.keys().isPresent()) {
        addKeyTerm(target, target.rows.keys().get(), key, tile);
      }
      if (target.rows.queries().isPresent()) {
        addQueryTerm(target, target.rows.queries().get(), key, tile);
      }
    }
  }

  private void addKeyTerm(Target target, Matrix table, int key, int tile) {
    Attention.Call call = target.call;
    AttentionBlock block = target.block;
    int d = call.shape().headSize();
    int queries = block.roundedQueries();
    int width = queries + tile;
    Heads q = Heads.of(call.q(), queries, d, d);
    Heads k = Heads.of(table, width, d, d);
    Heads terms = Heads.dense(Element.F32, queries, width);
    long address = products((long) target.heads * queries * width);
    int distance = distance(block, key) + queries - 1;
    primitives
        .get(new BatchedProductRecipe(target.heads, q, k.transposed(), terms, call.shape().scale()))
        .run(
            call.q().address(block.row(), target.column),
            table.address(target.rows.keyRow(distance), target.column),
            address);
    Heads diagonal = new Heads(Element.F32, queries, tile, (long) queries * width, width - 1, 1);
    accumulate(target, diagonal, address + (queries - 1L) * Float.BYTES, key);
  }

  private void addQueryTerm(Target target, Matrix table, int key, int tile) {
    Attention.Call call = target.call;
    AttentionBlock block = target.block;
    int d = call.shape().headSize();
    int queries = block.roundedQueries();
    int width = queries + tile;
    Heads k = new Heads(target.keys.element(), tile, d, d, target.keys.keyStride(), 1);
    Heads q = Heads.of(table, width, d, d);
    Heads terms = Heads.dense(Element.F32, tile, width);
    long address = products((long) target.heads * tile * width);
    int distance = distance(block, key) - tile + 1;
    primitives
        .get(new BatchedProductRecipe(target.heads, k, q.transposed(), terms, call.shape().scale()))
        .run(
            target.keys.key(block.key() + key, target.column),
            table.address(target.rows.queryRow(distance), target.column),
            address);
    Heads diagonal = new Heads(Element.F32, queries, tile, (long) tile * width, 1, width - 1);
    accumulate(target, diagonal, address + (tile - 1L) * Float.BYTES, key);
  }

  private void accumulate(Target target, Heads diagonal, long address, int key) {
    primitives
        .get(new AddRecipe(target.heads, diagonal, target.scores(diagonal.columns())))
        .run(address, target.scores + (long) key * Float.BYTES);
  }

  /// From the block's first query to the tile's first key.
  private static int distance(AttentionBlock block, int key) {
    return block.position() - block.key() - key;
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
