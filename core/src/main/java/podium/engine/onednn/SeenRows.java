package podium.engine.onednn;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import podium.engine.AttentionShape.Reach;
import podium.engine.onednn.Attention.Call;
import podium.engine.onednn.AttentionBlock.Sequence;
import podium.tensor.Prefix;

/// Finds the keys and values that each sequence sees. Without a prefix they lie in the batch's own
/// matrices. Those of a prefix are copied to memory of this worker, and those of the sequences that
/// follow it are put behind, one sequence after the other: next to the products, that costs little,
/// and less where sequences with the same prefix are neighbours.
final class SeenRows implements AutoCloseable {

  private NativeBuffer keys = new NativeBuffer(0);
  private NativeBuffer values = new NativeBuffer(0);

  /// The prefix that both buffers begin with.
  private Optional<Prefix> copied = Optional.empty();

  /// Forgets what was copied, since another layer begins.
  void reset() {
    copied = Optional.empty();
  }

  /// What a sequence sees behind its prefix, whose keys are waited for. Valid until the next call.
  KeyRows of(Optional<Prefix> prefix, Sequence sequence, Call call) {
    if (prefix.isPresent() && !(call.shape().reach() instanceof Reach.Causal)) {
      throw new IllegalArgumentException("only causal attention may have prefixes");
    }
    return prefix.map(p -> behind(p, sequence, call)).orElseGet(() -> own(sequence, call));
  }

  private static KeyRows own(Sequence sequence, Call call) {
    return new KeyRows(
        call.v().element(),
        call.k().address(sequence.start(), 0),
        call.k().stride(),
        call.v().address(sequence.start(), 0),
        call.v().stride());
  }

  private KeyRows behind(Prefix prefix, Sequence sequence, Call call) {
    Matrix k = call.k();
    Matrix v = call.v();
    reserve(KeptRows.bytes(k, prefix.length() + sequence.length() + Matrix.ROW_STEP));
    if (!copied.equals(Optional.of(prefix))) {
      KeptRows kept = (KeptRows) prefix.at(call.shape().layer());
      keys.segment().copyFrom(kept.keys());
      values.segment().copyFrom(kept.values());
      copied = Optional.of(prefix);
    }
    append(k, sequence, keys.segment());
    append(v, sequence, values.segment());
    return new KeyRows(v.element(), keys.address(), k.columns(), values.address(), v.columns());
  }

  private void reserve(long bytes) {
    if (keys.bytes() < bytes) {
      close();
      keys = new NativeBuffer(bytes);
      values = new NativeBuffer(bytes);
      reset();
    }
  }

  /// Copies the rows of a sequence behind those of its prefix and clears some after them, which
  /// rounding makes primitives read: 0 times what may lie there could be NaN.
  private static void append(Matrix x, Sequence sequence, MemorySegment target) {
    long begin = KeptRows.bytes(x, sequence.firstPosition());
    long end = begin + KeptRows.bytes(x, sequence.length());
    KeptRows.copyRows(x, sequence.start(), sequence.length(), target, begin);
    target.asSlice(end, KeptRows.bytes(x, Matrix.ROW_STEP)).fill((byte) 0);
  }

  @Override
  public void close() {
    keys.close();
    values.close();
  }
}
