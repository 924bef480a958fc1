package podium.engine.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

/// Stored matrices with the same number of columns, stacked along their rows.
final class StoredRows {

  private static final int CHUNK = 1 << 16;

  private final List<StoredTensor> parts;
  private final int rows;
  private final int columns;

  StoredRows(List<StoredTensor> parts) {
    this.parts = parts;
    this.rows = parts.stream().mapToInt(part -> part.dimension(0)).sum();
    this.columns = parts.getFirst().dimension(1);
    for (StoredTensor part : parts) {
      if (part.rank() != 2 || part.dimension(1) != columns) {
        throw new IllegalArgumentException(
            "%s: expected a matrix of %d columns".formatted(part, columns));
      }
    }
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /// All parts in one piece of memory, in a type that primitives read: where they are stored if
  /// they are one such piece, else a copy.
  Staged stage() {
    StoredTensor first = parts.getFirst();
    Optional<Element> common = commonElement();
    if (parts.size() == 1 && common.isPresent() && first.data().isNative()) {
      return new Staged(rows, columns, common.get(), first.data().address(), new NativeBuffer(0));
    }
    Element element = common.orElse(Element.F32);
    NativeBuffer copy = new NativeBuffer((long) rows * columns * element.bytes());
    long offset = 0;
    for (StoredTensor part : parts) {
      if (common.isPresent()) {
        MemorySegment.copy(part.data(), 0, copy.segment(), offset, part.data().byteSize());
      } else {
        copyAsFloats(part, copy.segment(), offset);
      }
      offset += part.elements() * element.bytes();
    }
    return new Staged(rows, columns, element, copy.address(), copy);
  }

  /// The type of all parts, if they have one and primitives read it.
  private Optional<Element> commonElement() {
    DType dtype = parts.getFirst().dtype();
    if (parts.stream().anyMatch(part -> part.dtype() != dtype)) {
      return Optional.empty();
    }
    return switch (dtype) {
      case F32 -> Optional.of(Element.F32);
      case BF16 -> Optional.of(Element.BF16);
      default -> Optional.empty();
    };
  }

  private static void copyAsFloats(StoredTensor part, MemorySegment to, long offset) {
    float[] chunk = new float[CHUNK];
    for (long from = 0; from < part.elements(); from += CHUNK) {
      int count = (int) Math.min(CHUNK, part.elements() - from);
      part.copyTo(from, chunk, 0, count);
      MemorySegment.copy(chunk, 0, to, JAVA_FLOAT, offset + from * Float.BYTES, count);
    }
  }

  /// A row-major matrix in native memory.
  ///
  /// @param copy the memory to free afterwards, if any
  record Staged(int rows, int columns, Element element, long address, NativeBuffer copy)
      implements AutoCloseable {

    @Override
    public void close() {
      copy.close();
    }
  }
}
