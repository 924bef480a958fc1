package podium.engine.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import podium.engine.onednn.StoredRows.Staged;
import podium.tensor.StoredTensor;

/// Turns stored weights into the form that primitives want, once, and owns the result. One thread
/// at a time; packs with all processors.
final class Packing implements AutoCloseable {

  /// Rows that the library is told when it is asked how it wants weights. It answers the same for
  /// all row counts; if it did not, products would still use this layout, and the test that forbids
  /// slow implementations would tell.
  private static final int TYPICAL_ROWS = 512;

  private final Stream stream;
  private final Map<LayoutKey, Layout> layouts = new HashMap<>();
  private final List<NativeBuffer> buffers = new ArrayList<>();

  private record LayoutKey(int in, int out, Element element) {}

  Packing(MemorySegment engine) {
    this.stream = new Stream(engine, Runtime.getRuntime().availableProcessors());
  }

  /// @param weights `[out_i, in]` each
  /// @param biases `[out_i]` each, or none
  PackedLinear linear(List<StoredTensor> weights, List<StoredTensor> biases, Element element) {
    StoredRows rows = new StoredRows(weights);
    if (!biases.isEmpty() && biases.size() != weights.size()) {
      throw new IllegalArgumentException(
          "%d weights but %d biases".formatted(weights.size(), biases.size()));
    }
    stream.enter();
    Layout layout =
        layouts.computeIfAbsent(
            new LayoutKey(rows.columns(), rows.rows(), element), this::preferredLayout);
    NativeBuffer packed = allocate(layout.bytes());
    try (Staged staged = rows.stage()) {
      reorder(staged, layout, packed);
    }
    return new PackedLinear(
        rows.columns(), rows.rows(), element, layout, packed, vector(biases, rows.rows()));
  }

  /// @param bias `[n]`, or none
  PackedNorm layerNorm(StoredTensor weight, List<StoredTensor> bias, float epsilon) {
    int columns = weight.dimension(0);
    int flags = PackedNorm.SCALE | (bias.isEmpty() ? 0 : PackedNorm.SHIFT);
    return new PackedNorm(
        columns, epsilon, flags, vector(List.of(weight), columns), vector(bias, columns));
  }

  /// @param offset added to each weight
  PackedNorm rmsNorm(StoredTensor weight, float epsilon, float offset) {
    int columns = weight.dimension(0);
    NativeBuffer scale = vector(List.of(weight), columns);
    for (int i = 0; i < columns; i++) {
      float stored = scale.segment().getAtIndex(JAVA_FLOAT, i);
      scale.segment().setAtIndex(JAVA_FLOAT, i, stored + offset);
    }
    int flags = PackedNorm.SCALE | PackedNorm.ROOT_MEAN_SQUARE;
    return new PackedNorm(columns, epsilon, flags, scale, allocate(0));
  }

  /// @param weight `[rows, columns]`
  PackedPositions positions(StoredTensor weight, Element element) {
    var rows = new StoredRows(List.of(weight));
    stream.enter();
    NativeBuffer packed = allocate((long) rows.rows() * rows.columns() * element.bytes());
    try (Layout plain =
            Layout.strided(
                element, new long[] {rows.columns(), rows.rows()}, new long[] {1, rows.columns()});
        Staged staged = rows.stage()) {
      reorder(staged, plain, packed);
    }
    return new PackedPositions(rows.rows(), rows.columns(), element, packed);
  }

  private Layout preferredLayout(LayoutKey key) {
    try (Layout x = Layout.matrix(key.element, TYPICAL_ROWS, key.in, key.in);
        Layout w = Layout.open(key.element, key.in, key.out);
        Layout y = Layout.matrix(key.element, TYPICAL_ROWS, key.out, key.out);
        Attributes attributes = new Attributes()) {
      MemorySegment plan =
          OneDnnPlans.plan(
              stream.engine(),
              new OneDnnPlans.Matmul(x.handle(), w.handle(), MemorySegment.NULL, y.handle()),
              attributes.handle());
      try {
        return Layout.copyOf(OneDnnPlans.weightsLayoutOf(plan));
      } finally {
        OneDnnPlans.destroy(plan);
      }
    }
  }

  private void reorder(Staged from, Layout layout, NativeBuffer to) {
    try (Layout stored =
            Layout.strided(
                from.element(),
                new long[] {from.columns(), from.rows()},
                new long[] {1, from.columns()});
        Attributes attributes = new Attributes();
        Primitive reorder =
            Primitive.compile(
                stream,
                OneDnnPlans.plan(
                    stream.engine(),
                    new OneDnnPlans.Reorder(stored.handle(), layout.handle()),
                    attributes.handle()),
                List.of(
                    new Argument(Argument.SOURCE, stored),
                    new Argument(Argument.RESULT, layout)))) {
      reorder.run(from.address(), to.address());
    }
  }

  /// The elements of all tensors as f32, one after the other; none if there are no tensors.
  private NativeBuffer vector(List<StoredTensor> tensors, int length) {
    long elements = tensors.stream().mapToLong(StoredTensor::elements).sum();
    if (!tensors.isEmpty() && elements != length) {
      throw new IllegalArgumentException(
          "%s: expected %d elements, found %d".formatted(tensors, length, elements));
    }
    NativeBuffer result = allocate(elements * Float.BYTES);
    long offset = 0;
    for (StoredTensor tensor : tensors) {
      float[] part = tensor.toFloats();
      MemorySegment.copy(part, 0, result.segment(), JAVA_FLOAT, offset, part.length);
      offset += (long) part.length * Float.BYTES;
    }
    return result;
  }

  private NativeBuffer allocate(long bytes) {
    NativeBuffer buffer = new NativeBuffer(bytes);
    buffers.add(buffer);
    return buffer;
  }

  @Override
  public void close() {
    buffers.forEach(NativeBuffer::close);
    layouts.values().forEach(Layout::close);
    stream.close();
  }
}
