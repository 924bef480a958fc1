package podium.engine.onednn;

import java.lang.foreign.MemorySegment;
import podium.engine.AttentionShape;
import podium.engine.AttentionShape.Reach;
import podium.engine.onednn.AttentionBlock.Sequence;
import podium.engine.onednn.BatchedProductRecipe.Heads;
import podium.tensor.Batch;

/// Scaled dot-product attention within each sequence of a packed batch.
///
/// Queries go in blocks of rows and heads in groups, such that the scores of a block and group stay
/// in the cache and long sequences need little memory. For each, three primitives run on strided
/// views of q, k, v and the result, without copies (but see [SeenRows] for prefixes, [DistanceTerms]
/// for what is added to S, and [SlopeRows] for what S begins with):
///
///     S = q kᵀ · scale        P = softmax(S)        y = P v
///
/// | matrix | shape                     | element    |
/// |--------|---------------------------|------------|
/// | S      | `[heads, queries, keys]`  | f32        |
/// | P      | `[heads, queries, keys]`  | that of v  |
///
/// Queries and keys are rounded up so that there are few different primitives. What the rows after
/// a block's last query compute is overwritten by the next block or sequence, whose rows they are.
/// Keys after a sequence's last one, or out of reach, are hidden: their scores are replaced by a
/// number so negative that the softmax makes it 0.
final class Attention implements AutoCloseable {

  /// Bytes of scores and probabilities that shall stay in the cache of one core.
  private static final long CACHE_BYTES = 768 << 10;

  /// Sequences of at most so many tokens are not cut into blocks of queries where all is visible.
  static final int WHOLE = 512;

  /// Four bytes of this are the float -1.7e38.
  private static final byte HIDDEN = (byte) 0xFE;

  private final Stream stream;
  private final PrimitiveCache primitives;
  private final DistanceTerms distances;
  private final SeenRows seen = new SeenRows();
  private NativeBuffer scores = new NativeBuffer(0);
  private NativeBuffer probabilities = new NativeBuffer(0);

  Attention(Stream stream, PrimitiveCache primitives) {
    this.stream = stream;
    this.primitives = primitives;
    this.distances = new DistanceTerms(primitives);
  }

  /// The matrices of one call.
  ///
  /// @param terms what is added to scores
  record Call(Matrix q, Matrix k, Matrix v, Matrix y, AttentionShape shape, ScoreTerms terms) {}

  /// Some query heads, one of each of consecutive key heads.
  ///
  /// @param keyHead the first key head
  /// @param member which of the query heads that share a key head
  ///
  /// @param sharing how many query heads share a key head
  private record Group(int keyHead, int keyHeads, int member, int sharing) {

    /// The query head that belongs to one of the key heads.
    int queryHead(int i) {
      return (keyHead + i) * sharing + member;
    }
  }

  void run(Call call, Batch batch) {
    clearRowsAfter(call.v, batch.tokens());
    for (int i = 0; i < batch.prefixes().size(); i++) {
      KeptRows.keep(batch.prefixes().get(i), call, batch.start(i));
    }
    seen.reset();
    for (int i = 0; i < batch.sequences(); i++) {
      run(call, batch, i);
    }
  }

  private void run(Call call, Batch batch, int index) {
    var sequence =
        new Sequence(batch.start(index), batch.firstPosition(index), batch.length(index));
    KeyRows keys = seen.of(batch.before(index), sequence, call);
    int step = queriesPerBlock(call, sequence.length());
    for (int query = 0; query < sequence.length(); query += step) {
      int queries = Math.min(step, sequence.length() - query);
      run(call, keys, AttentionBlock.of(call.shape.reach(), sequence, query, queries));
    }
  }

  /// Rounding makes the last sequence read these. Their probability is 0, but 0 times what may lie
  /// there could be NaN.
  private static void clearRowsAfter(Matrix v, int rows) {
    long bytes = (long) v.columns() * v.element().bytes();
    for (int row = rows; row < rows + Matrix.ROW_STEP; row++) {
      v.memory().asSlice(v.byteOffset(row, 0), bytes).fill((byte) 0);
    }
  }

  private static int queriesPerBlock(Call call, int length) {
    return switch (call.shape.reach()) {
      case Reach.All _ -> length <= WHOLE ? length : 128;
      case Reach.Window _, Reach.Causal _ -> 64;
    };
  }

  private void run(Call call, KeyRows rows, AttentionBlock block) {
    AttentionShape shape = call.shape;
    int sharing = shape.heads() / shape.keyHeads();
    int together = headsTogether(shape.keyHeads(), block, call.v.element());
    for (int keyHead = 0; keyHead < shape.keyHeads(); keyHead += together) {
      for (int member = 0; member < sharing; member++) {
        run(call, rows, block, new Group(keyHead, together, member, sharing));
      }
    }
  }

  /// The largest divisor of `heads` for which scores and probabilities stay in the cache.
  private int headsTogether(int heads, AttentionBlock block, Element element) {
    long bytesPerHead =
        (long) block.roundedQueries()
            * block.roundedKeys()
            * (Element.F32.bytes() + element.bytes());
    long most = Math.max(stream.threads(), stream.threads() * CACHE_BYTES / bytesPerHead);
    int divisor = (int) Math.min(heads, most);
    while (heads % divisor != 0) {
      divisor--;
    }
    return divisor;
  }

  private void run(Call call, KeyRows rows, AttentionBlock block, Group group) {
    int d = call.shape.headSize();
    int queryColumn = group.queryHead(0) * d;
    int keyColumn = group.keyHead * d;
    long headStride = (long) group.sharing * d;
    int queries = block.roundedQueries();
    int keys = block.roundedKeys();

    Heads q = Heads.of(call.q, queries, d, headStride);
    Heads k = new Heads(rows.element(), keys, d, d, rows.keyStride(), 1);
    Heads v = new Heads(rows.element(), keys, d, d, rows.valueStride(), 1);
    Heads y = Heads.of(call.y, queries, d, headStride);
    Heads s = Heads.dense(Element.F32, queries, keys);
    Heads p = Heads.dense(call.v.element(), queries, keys);

    int heads = group.keyHeads;
    MemorySegment scores = scores((long) heads * queries * keys);
    long probabilities = probabilities((long) heads * queries * keys, p.element());
    boolean begun = begin(call.terms, block, group, scores);
    primitives
        .get(new BatchedProductRecipe(heads, q, k.transposed(), s, call.shape.scale(), begun))
        .run(
            call.q.address(block.row(), queryColumn),
            rows.key(block.key(), keyColumn),
            scores.address());
    if (call.terms instanceof DistanceRows terms) {
      distances.add(
          new DistanceTerms.Target(call, terms, rows, block, heads, keyColumn, scores.address()));
    }
    hide(scores, heads, block);
    primitives
        .get(new SoftmaxRecipe(heads * queries, keys, p.element()))
        .run(scores.address(), probabilities);
    primitives
        .get(new BatchedProductRecipe(heads, p, v, y, 1))
        .run(
            probabilities,
            rows.value(block.key(), keyColumn),
            call.y.address(block.row(), queryColumn));
  }

  /// Writes what the products are added to, and says whether there is such a thing.
  private static boolean begin(
      ScoreTerms terms, AttentionBlock block, Group group, MemorySegment scores) {
    if (!(terms instanceof SlopeRows slopes)) {
      return false;
    }
    long headBytes = (long) block.roundedQueries() * block.roundedKeys() * Float.BYTES;
    for (int i = 0; i < group.keyHeads; i++) {
      slopes.write(block, group.queryHead(i), scores.asSlice(i * headBytes, headBytes));
    }
    return true;
  }

  private static void hide(MemorySegment scores, int heads, AttentionBlock block) {
    long rowBytes = (long) block.roundedKeys() * Float.BYTES;
    for (int i = 0; i < block.queries(); i++) {
      long first = (long) block.firstVisible(i) * Float.BYTES;
      long end = (long) block.endVisible(i) * Float.BYTES;
      for (int head = 0; head < heads; head++) {
        long row = ((long) head * block.roundedQueries() + i) * rowBytes;
        fill(scores, row, row + first);
        fill(scores, row + end, row + rowBytes);
      }
    }
  }

  private static void fill(MemorySegment scores, long from, long to) {
    if (from < to) {
      scores.asSlice(from, to - from).fill(HIDDEN);
    }
  }

  private MemorySegment scores(long elements) {
    if (scores.bytes() < elements * Float.BYTES) {
      scores.close();
      scores = new NativeBuffer(elements * Float.BYTES);
    }
    return scores.segment();
  }

  /// The address of memory for probabilities: in f32 they take the place of the scores.
  private long probabilities(long elements, Element element) {
    if (element == Element.F32) {
      return scores.address();
    }
    if (probabilities.bytes() < elements * element.bytes()) {
      probabilities.close();
      probabilities = new NativeBuffer(elements * element.bytes());
    }
    return probabilities.address();
  }

  @Override
  public void close() {
    seen.close();
    distances.close();
    scores.close();
    probabilities.close();
  }
}
