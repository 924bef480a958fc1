package podium.engine;

/// The constants of one attention operator.
///
/// @param heads query heads
/// @param keyHeads key and value heads; query head `h` uses key head `h / (heads / keyHeads)`
/// @param headSize elements per head, d
/// @param scale factor on `q·k`, usually `1/√d`
/// @param reach which keys a query sees
/// @param layer which of the network's layers this is, from 0; a prefix's keys and values are kept
///   under it
public record AttentionShape(
    int heads, int keyHeads, int headSize, float scale, Reach reach, int layer) {

  /// Which keys query `i` of a sequence sees.
  public sealed interface Reach {
    /// All keys of the sequence.
    record All() implements Reach {}

    /// Keys `j` with `|i − j| ≤ half`.
    record Window(int half) implements Reach {}

    /// Keys `j ≤ i`, and all of the sequence's prefix.
    record Causal() implements Reach {}
  }

  public AttentionShape {
    if (heads % keyHeads != 0) {
      throw new IllegalArgumentException(
          "%d heads cannot share %d key heads evenly".formatted(heads, keyHeads));
    }
  }

  /// Of a network whose sequences have no prefixes.
  public AttentionShape(int heads, int keyHeads, int headSize, float scale, Reach reach) {
    this(heads, keyHeads, headSize, scale, reach, 0);
  }

  /// Plain multi-head attention: as many key heads as query heads, scale `1/√headSize`.
  public static AttentionShape full(int heads, int headSize) {
    return new AttentionShape(
        heads, heads, headSize, (float) (1 / Math.sqrt(headSize)), new Reach.All());
  }

  /// The same, but a query sees only keys at most `half` positions away.
  public static AttentionShape window(int heads, int headSize, int half) {
    return new AttentionShape(
        heads, heads, headSize, (float) (1 / Math.sqrt(headSize)), new Reach.Window(half));
  }

  /// Layer `layer` of a causal network, scale `1/√headSize`.
  public static AttentionShape causal(int heads, int keyHeads, int headSize, int layer) {
    return new AttentionShape(
        heads, keyHeads, headSize, (float) (1 / Math.sqrt(headSize)), new Reach.Causal(), layer);
  }
}
