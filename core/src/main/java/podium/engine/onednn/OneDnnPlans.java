package podium.engine.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static podium.engine.onednn.NativeLibrary.bind;
import static podium.engine.onednn.NativeLibrary.check;
import static podium.engine.onednn.NativeLibrary.createHandle;
import static podium.engine.onednn.NativeLibrary.wrongSignature;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The functions of oneDNN that describe what to run: attributes, and a plan (a "primitive
/// descriptor") per kind of primitive. See [OneDnn].
final class OneDnnPlans {

  private static final int SCRATCHPAD_OF_CALLER = 1;
  private static final int FORWARD_INFERENCE = 96;
  private static final int SOFTMAX_ACCURATE = 0x30000;
  private static final int QUERY_IMPLEMENTATION = 8;
  private static final int QUERY_WEIGHTS = 131;
  private static final int QUERY_SCRATCHPAD = 136;

  private static final MethodHandle ATTRIBUTES_CREATE = bind("dnnl_primitive_attr_create", ADDRESS);
  private static final MethodHandle ATTRIBUTES_SCRATCHPAD =
      bind("dnnl_primitive_attr_set_scratchpad_mode", ADDRESS, JAVA_INT);
  private static final MethodHandle ATTRIBUTES_POST_OPS =
      bind("dnnl_primitive_attr_set_post_ops", ADDRESS, ADDRESS);
  private static final MethodHandle ATTRIBUTES_DESTROY =
      bind("dnnl_primitive_attr_destroy", ADDRESS);
  private static final MethodHandle POST_OPS_CREATE = bind("dnnl_post_ops_create", ADDRESS);
  private static final MethodHandle POST_OPS_ELTWISE =
      bind("dnnl_post_ops_append_eltwise", ADDRESS, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT);
  private static final MethodHandle POST_OPS_BINARY =
      bind("dnnl_post_ops_append_binary", ADDRESS, JAVA_INT, ADDRESS);

  /// `dnnl_data_type_undef`: the data type of the result.
  private static final int OF_THE_RESULT = 0;

  private static final MethodHandle POST_OPS_SUM =
      bind("dnnl_post_ops_append_sum", ADDRESS, JAVA_FLOAT, JAVA_INT, JAVA_INT);
  private static final MethodHandle POST_OPS_DESTROY = bind("dnnl_post_ops_destroy", ADDRESS);
  private static final MethodHandle MATMUL =
      bind(
          "dnnl_matmul_primitive_desc_create",
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS);
  private static final MethodHandle SOFTMAX =
      bind(
          "dnnl_softmax_forward_primitive_desc_create",
          ADDRESS,
          ADDRESS,
          JAVA_INT,
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          JAVA_INT,
          ADDRESS);
  private static final MethodHandle NORM =
      bind(
          "dnnl_layer_normalization_forward_primitive_desc_create",
          ADDRESS,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          JAVA_FLOAT,
          JAVA_INT,
          ADDRESS);
  private static final MethodHandle REORDER =
      bind(
          "dnnl_reorder_primitive_desc_create",
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS);
  private static final MethodHandle QUERY =
      bind("dnnl_primitive_desc_query", ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle QUERY_LAYOUT =
      bind(
          "dnnl_primitive_desc_query_md",
          FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle DESTROY = bind("dnnl_primitive_desc_destroy", ADDRESS);

  private OneDnnPlans() {}

  /// Attributes that say: scratchpads come from the caller.
  static MemorySegment createAttributes() {
    MemorySegment attributes =
        createHandle(
            "dnnl_primitive_attr_create", result -> (int) ATTRIBUTES_CREATE.invokeExact(result));
    check(
        "dnnl_primitive_attr_set_scratchpad_mode",
        () -> (int) ATTRIBUTES_SCRATCHPAD.invokeExact(attributes, SCRATCHPAD_OF_CALLER));
    return attributes;
  }

  /// Copies `postOps` into `attributes`.
  static void setPostOps(MemorySegment attributes, MemorySegment postOps) {
    check(
        "dnnl_primitive_attr_set_post_ops",
        () -> (int) ATTRIBUTES_POST_OPS.invokeExact(attributes, postOps));
  }

  static void destroyAttributes(MemorySegment attributes) {
    check("dnnl_primitive_attr_destroy", () -> (int) ATTRIBUTES_DESTROY.invokeExact(attributes));
  }

  static MemorySegment createPostOps() {
    return createHandle(
        "dnnl_post_ops_create", result -> (int) POST_OPS_CREATE.invokeExact(result));
  }

  static void appendEltwise(MemorySegment postOps, int algorithm, float alpha) {
    check(
        "dnnl_post_ops_append_eltwise",
        () -> (int) POST_OPS_ELTWISE.invokeExact(postOps, algorithm, alpha, 0f));
  }

  static void appendBinary(MemorySegment postOps, int algorithm, MemorySegment layout) {
    check(
        "dnnl_post_ops_append_binary",
        () -> (int) POST_OPS_BINARY.invokeExact(postOps, algorithm, layout));
  }

  /// Adds what the result held before.
  static void appendSum(MemorySegment postOps) {
    check(
        "dnnl_post_ops_append_sum",
        () -> (int) POST_OPS_SUM.invokeExact(postOps, 1f, 0, OF_THE_RESULT));
  }

  static void destroyPostOps(MemorySegment postOps) {
    check("dnnl_post_ops_destroy", () -> (int) POST_OPS_DESTROY.invokeExact(postOps));
  }

  /// The layouts of a matrix product's arguments.
  ///
  /// @param bias [MemorySegment#NULL] for none
  record Matmul(
      MemorySegment source, MemorySegment weights, MemorySegment bias, MemorySegment result) {}

  static MemorySegment plan(MemorySegment engine, Matmul layouts, MemorySegment attributes) {
    return createHandle(
        "dnnl_matmul_primitive_desc_create",
        result ->
            (int)
                MATMUL.invokeExact(
                    result,
                    engine,
                    layouts.source,
                    layouts.weights,
                    layouts.bias,
                    layouts.result,
                    attributes));
  }

  /// A softmax along `axis`.
  record Softmax(MemorySegment source, MemorySegment result, int axis) {}

  static MemorySegment plan(MemorySegment engine, Softmax softmax, MemorySegment attributes) {
    return createHandle(
        "dnnl_softmax_forward_primitive_desc_create",
        result ->
            (int)
                SOFTMAX.invokeExact(
                    result,
                    engine,
                    FORWARD_INFERENCE,
                    SOFTMAX_ACCURATE,
                    softmax.source,
                    softmax.result,
                    softmax.axis,
                    attributes));
  }

  /// A normalization along the last axis.
  ///
  /// @param flags of `dnnl_normalization_flags_t`
  record Norm(MemorySegment source, MemorySegment result, float epsilon, int flags) {}

  static MemorySegment plan(MemorySegment engine, Norm norm, MemorySegment attributes) {
    return createHandle(
        "dnnl_layer_normalization_forward_primitive_desc_create",
        result ->
            (int)
                NORM.invokeExact(
                    result,
                    engine,
                    FORWARD_INFERENCE,
                    norm.source,
                    norm.result,
                    MemorySegment.NULL,
                    norm.epsilon,
                    norm.flags,
                    attributes));
  }

  /// A copy from one layout and element type to another.
  record Reorder(MemorySegment source, MemorySegment result) {}

  static MemorySegment plan(MemorySegment engine, Reorder reorder, MemorySegment attributes) {
    return createHandle(
        "dnnl_reorder_primitive_desc_create",
        result ->
            (int)
                REORDER.invokeExact(
                    result, reorder.source, engine, reorder.result, engine, attributes));
  }

  /// The name of the implementation that was chosen; `ref…` is slow.
  static String implementationOf(MemorySegment plan) {
    MemorySegment name =
        createHandle(
            "dnnl_primitive_desc_query",
            result -> (int) QUERY.invokeExact(plan, QUERY_IMPLEMENTATION, 0, result));
    return name.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /// The layout in which a matrix product wants its weights; lives as long as `plan`.
  static MemorySegment weightsLayoutOf(MemorySegment plan) {
    return queryLayout(plan, QUERY_WEIGHTS);
  }

  /// The layout of the scratchpad; lives as long as `plan`.
  static MemorySegment scratchpadLayoutOf(MemorySegment plan) {
    return queryLayout(plan, QUERY_SCRATCHPAD);
  }

  private static MemorySegment queryLayout(MemorySegment plan, int what) {
    try {
      return (MemorySegment) QUERY_LAYOUT.invokeExact(plan, what, 0);
    } catch (Throwable t) {
      throw wrongSignature("dnnl_primitive_desc_query_md", t);
    }
  }

  static void destroy(MemorySegment plan) {
    check("dnnl_primitive_desc_destroy", () -> (int) DESTROY.invokeExact(plan));
  }
}
