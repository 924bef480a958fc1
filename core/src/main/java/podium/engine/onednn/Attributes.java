package podium.engine.onednn;

import java.lang.foreign.MemorySegment;
import podium.engine.Activation;

/// What a primitive does besides its own work: at most one method's doing with each element of its
/// result before writing it ("post-ops"). Owns its native handle.
final class Attributes implements AutoCloseable {

  private static final int RELU = 0x20;
  private static final int TANH = 0x21;
  private static final int LINEAR = 0x26;
  private static final int GELU_TANH = 0x2b;
  private static final int SWISH = 0x2c;
  private static final int GELU_ERF = 0x31;
  private static final int ADD = 0x1fff0;
  private static final int MULTIPLY = 0x1fff1;

  private final MemorySegment handle = OneDnnPlans.createAttributes();

  MemorySegment handle() {
    return handle;
  }

  Attributes scale(float factor) {
    return eltwise(LINEAR, factor);
  }

  Attributes activate(Activation activation) {
    return switch (activation) {
      case GELU -> eltwise(GELU_ERF, 0);
      case GELU_TANH -> eltwise(GELU_TANH, 0);
      case SILU -> eltwise(SWISH, 1);
      case RELU -> eltwise(RELU, 0);
      case TANH -> eltwise(TANH, 0);
    };
  }

  /// Adds the argument [Argument#OPERAND].
  Attributes add(Layout operand) {
    return binary(ADD, operand);
  }

  /// Multiplies with the argument [Argument#OPERAND].
  Attributes multiply(Layout operand) {
    return binary(MULTIPLY, operand);
  }

  /// Adds what the result held before.
  Attributes accumulate() {
    MemorySegment postOps = OneDnnPlans.createPostOps();
    OneDnnPlans.appendSum(postOps);
    return set(postOps);
  }

  /// Adds what the result held before, then multiplies.
  Attributes accumulate(float factor) {
    MemorySegment postOps = OneDnnPlans.createPostOps();
    OneDnnPlans.appendSum(postOps);
    OneDnnPlans.appendEltwise(postOps, LINEAR, factor);
    return set(postOps);
  }

  private Attributes eltwise(int algorithm, float alpha) {
    MemorySegment postOps = OneDnnPlans.createPostOps();
    OneDnnPlans.appendEltwise(postOps, algorithm, alpha);
    return set(postOps);
  }

  private Attributes binary(int algorithm, Layout operand) {
    MemorySegment postOps = OneDnnPlans.createPostOps();
    OneDnnPlans.appendBinary(postOps, algorithm, operand.handle());
    return set(postOps);
  }

  private Attributes set(MemorySegment postOps) {
    OneDnnPlans.setPostOps(handle, postOps);
    OneDnnPlans.destroyPostOps(postOps);
    return this;
  }

  @Override
  public void close() {
    OneDnnPlans.destroyAttributes(handle);
  }
}
