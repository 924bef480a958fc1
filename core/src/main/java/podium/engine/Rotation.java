package podium.engine;

/// The angles of a rotary position embedding (Su et al. 2021) for every token of a batch, as
/// cosines and sines. The angle of element `i` of token `t` is at `t · halfSize + i`.
public final class Rotation {

  private final int halfSize;
  private final float[] cosines;
  private final float[] sines;

  /// @param halfSize half of the head size
  /// @param cosines `[tokens, halfSize]`; not copied
  /// @param sines `[tokens, halfSize]`; not copied
  public Rotation(int halfSize, float[] cosines, float[] sines) {
    this.halfSize = halfSize;
    this.cosines = cosines;
    this.sines = sines;
  }

  public int halfSize() {
    return halfSize;
  }

  /// Not to be written to.
  public float[] cosines() {
    return cosines;
  }

  /// Not to be written to.
  public float[] sines() {
    return sines;
  }
}
