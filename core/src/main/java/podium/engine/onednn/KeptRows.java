package podium.engine.onednn;

import java.lang.foreign.MemorySegment;
import podium.engine.onednn.Attention.Call;
import podium.tensor.Prefix;

/// The keys and values of a prefix in one layer, `[length, keyHeads · d]` each.
///
/// @param buffer the keys, then the values
record KeptRows(int length, NativeBuffer buffer) implements Prefix.Memory {

  /// Copies those of `prefix`, whose first row in the batch is `start`.
  static void keep(Prefix prefix, Call call, int start) {
    int length = prefix.length();
    long bytes = bytes(call.k(), length);
    KeptRows kept = new KeptRows(length, new NativeBuffer(2 * bytes));
    copyRows(call.k(), start, length, kept.buffer.segment(), 0);
    copyRows(call.v(), start, length, kept.buffer.segment(), bytes);
    prefix.keep(call.shape().layer(), kept);
  }

  MemorySegment keys() {
    return buffer.segment().asSlice(0, buffer.bytes() / 2);
  }

  MemorySegment values() {
    return buffer.segment().asSlice(buffer.bytes() / 2);
  }

  /// Bytes of so many rows like those of `x`, without gaps.
  static long bytes(Matrix x, int rows) {
    return (long) rows * x.columns() * x.element().bytes();
  }

  /// Copies rows of `x` to `target`, without gaps.
  static void copyRows(Matrix x, int start, int rows, MemorySegment target, long offset) {
    long rowBytes = bytes(x, 1);
    for (int row = 0; row < rows; row++) {
      MemorySegment.copy(
          x.memory(), x.byteOffset(start + row, 0), target, offset + row * rowBytes, rowBytes);
    }
  }

  @Override
  public void close() {
    buffer.close();
  }
}
