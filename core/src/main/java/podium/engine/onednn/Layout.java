package podium.engine.onednn;

import java.lang.foreign.MemorySegment;

/// How a tensor lies in memory (a "memory descriptor"): element type, sizes, strides or blocks.
/// Owns its native handle.
final class Layout implements AutoCloseable {

  private final MemorySegment handle;

  private Layout(MemorySegment handle) {
    this.handle = handle;
  }

  /// @param strides in elements, one per dimension
  static Layout strided(Element element, long[] dimensions, long[] strides) {
    return new Layout(OneDnn.createLayout(element, dimensions, strides));
  }

  /// A matrix whose rows begin `stride` elements apart.
  static Layout matrix(Element element, long rows, long columns, long stride) {
    return strided(element, new long[] {rows, columns}, new long[] {stride, 1});
  }

  static Layout vector(Element element, long length) {
    return strided(element, new long[] {length}, new long[] {1});
  }

  /// One that a primitive may choose.
  static Layout open(Element element, long... dimensions) {
    return new Layout(OneDnn.createOpenLayout(element, dimensions));
  }

  static Layout copyOf(MemorySegment handle) {
    return new Layout(OneDnn.cloneLayout(handle));
  }

  MemorySegment handle() {
    return handle;
  }

  long bytes() {
    return OneDnn.layoutSize(handle);
  }

  @Override
  public void close() {
    OneDnn.destroyLayout(handle);
  }
}
