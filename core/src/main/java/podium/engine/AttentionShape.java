package podium.engine;

/// The constants of one attention operator.
///
/// @param heads query heads
/// @param keyHeads key and value heads; query head `h` uses key head `h / (heads / keyHeads)`
/// @param headSize elements per head, d
/// @param scale factor on `q·k`, usually `1/√d`
/// @param reach which keys a query sees
public record AttentionShape(int heads, int keyHeads, int headSize, float scale, Reach reach) {

  /// Which keys query `i` of a sequence sees.
  public sealed interface Reach {
    /// All keys of the sequence.
    record All() implements Reach {}

    /// Keys `j` with `|i − j| ≤ half`.
    record Window(int half) implements Reach {}

    /// Keys `j ≤ i`.
    record Causal() implements Reach {}
  }

  public AttentionShape {
    if (heads % keyHeads != 0) {
      throw new IllegalArgumentException(
          "%d heads cannot share %d key heads evenly".formatted(heads, keyHeads));
    }
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
}
