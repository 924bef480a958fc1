package podium.engine.onednn;

import java.lang.foreign.MemorySegment;
import java.util.List;
import podium.Precision;
import podium.RerankException.ModelUnavailable;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.tensor.StoredTensor;

/// The engine on oneDNN: machine code compiled for this processor and these shapes, fed from Java.
///
/// Loading happens on one thread. Loaded layers are immutable and shared; each worker has its own
/// [OneDnnOperators].
public final class OneDnnEngine implements Engine {

  /// Primitives that the library itself keeps, so that workers share compiled code.
  private static final int SHARED_PRIMITIVES = 256;

  private final Precision precision;
  private final MemorySegment engine;
  private final Packing packing;

  private OneDnnEngine(Precision precision) {
    this.precision = precision;
    this.engine = OneDnn.createEngine();
    this.packing = new Packing(engine);
  }

  /// An engine without weights yet.
  ///
  /// @throws podium.RerankException.EngineFailure if oneDNN cannot be loaded on this machine
  /// @throws ModelUnavailable if the processor has no such precision
  public static OneDnnEngine open(Precision precision) {
    NativeLibrary.require();
    if (precision == Precision.BF16 && !computesBf16()) {
      throw new ModelUnavailable(
          "this processor (%s) cannot compute in bf16, which needs AVX-512 or a later AVX2; use the precision f32 or auto"
              .formatted(Processor.describe(OneDnn.instructions())));
    }
    OneDnn.forbidRounding();
    OneDnn.setCacheCapacity(SHARED_PRIMITIVES);
    return new OneDnnEngine(precision);
  }

  /// Whether [Precision#BF16] works at all. Where it is not native ([#nativeBf16]), it is slow.
  public static boolean computesBf16() {
    NativeLibrary.require();
    return Processor.computesBf16(OneDnn.instructions());
  }

  /// Whether the processor multiplies bf16 natively, which makes [Precision#BF16] about twice as
  /// fast as f32. Elsewhere it is much slower.
  public static boolean nativeBf16() {
    NativeLibrary.require();
    return Processor.hasBf16(OneDnn.instructions());
  }

  @Override
  public String description() {
    return "oneDNN %s %s".formatted(OneDnn.version(), Processor.describe(OneDnn.instructions()));
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public Linear linear(List<StoredTensor> weights, List<StoredTensor> biases) {
    return packing.linear(weights, biases, Element.of(precision));
  }

  @Override
  public Linear exactLinear(List<StoredTensor> weights, List<StoredTensor> biases) {
    return packing.linear(weights, biases, Element.F32);
  }

  @Override
  public Norm layerNorm(StoredTensor weight, List<StoredTensor> bias, float epsilon) {
    return packing.layerNorm(weight, bias, epsilon);
  }

  @Override
  public Norm rmsNorm(StoredTensor weight, float epsilon, float offset) {
    return packing.rmsNorm(weight, epsilon, offset);
  }

  @Override
  public Table table(StoredTensor weight) {
    return new MappedTable(weight);
  }

  @Override
  public Positions positions(StoredTensor weight) {
    return packing.positions(weight, Element.of(precision));
  }

  @Override
  public Operators operators(int threads) {
    return new OneDnnOperators(new Stream(engine, threads), Element.of(precision));
  }

  @Override
  public void close() {
    packing.close();
    OneDnn.destroyEngine(engine);
    NativeHeap.trim();
  }
}
