package podium.engine.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/// Moves elements between matrices and Java arrays of floats.
final class Floats {

  private Floats() {}

  /// Copies `count` elements of a row to the beginning of `target`.
  static void read(Matrix x, int row, int column, float[] target, int count) {
    MemorySegment memory = x.memory();
    long offset = x.byteOffset(row, column);
    if (x.element() == Element.F32) {
      MemorySegment.copy(memory, JAVA_FLOAT, offset, target, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      short upper = memory.get(JAVA_SHORT, offset + (long) i * Short.BYTES);
      target[i] = Float.intBitsToFloat(upper << 16);
    }
  }

  /// Copies the first `count` elements of `source` into a row, rounding to the nearest if need be.
  static void write(float[] source, Matrix x, int row, int column, int count) {
    MemorySegment memory = x.memory();
    long offset = x.byteOffset(row, column);
    if (x.element() == Element.F32) {
      MemorySegment.copy(source, 0, memory, JAVA_FLOAT, offset, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      memory.set(JAVA_SHORT, offset + (long) i * Short.BYTES, toBf16(source[i]));
    }
  }

  /// Rounds to the nearest, to the even one of two equally near. Infinity stays infinity.
  static short toBf16(float x) {
    int bits = Float.floatToRawIntBits(x);
    int half = 0x7FFF + ((bits >> 16) & 1);
    return (short) ((bits + half) >> 16);
  }
}
