package podium.engine.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static podium.engine.onednn.NativeLibrary.bind;
import static podium.engine.onednn.NativeLibrary.bindShort;
import static podium.engine.onednn.NativeLibrary.check;
import static podium.engine.onednn.NativeLibrary.checkStatus;
import static podium.engine.onednn.NativeLibrary.createHandle;
import static podium.engine.onednn.NativeLibrary.wrongSignature;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The functions of oneDNN and OpenMP that run things and hold memory; [OneDnnPlans] has those that
/// describe what to run. C names became Java names, and status codes exceptions. Handles stay raw
/// [MemorySegment]s here; ownership is the business of the classes that wrap them, such as
/// [Primitive] and [Layout].
///
/// Method handles are static and final because only then does the compiler inline calls through
/// them.
final class OneDnn {

  private static final int CPU = 1;
  private static final int IN_ORDER = 1;
  private static final int FORMAT_ANY = 1;
  private static final int STRICT = 0;

  private static final MethodHandle SET_FPMATH = bind("dnnl_set_default_fpmath_mode", JAVA_INT);
  private static final MethodHandle SET_CACHE = bind("dnnl_set_primitive_cache_capacity", JAVA_INT);
  private static final MethodHandle GET_INSTRUCTIONS =
      bind("dnnl_get_effective_cpu_isa", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle GET_VERSION =
      bind("dnnl_version", FunctionDescriptor.of(ADDRESS));
  private static final MethodHandle SET_THREADS =
      bindShort("omp_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
  private static final MethodHandle ENGINE_CREATE =
      bind("dnnl_engine_create", ADDRESS, JAVA_INT, JAVA_LONG);
  private static final MethodHandle ENGINE_DESTROY = bind("dnnl_engine_destroy", ADDRESS);
  private static final MethodHandle STREAM_CREATE =
      bind("dnnl_stream_create", ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle STREAM_DESTROY = bind("dnnl_stream_destroy", ADDRESS);
  private static final MethodHandle LAYOUT_STRIDED =
      bind("dnnl_memory_desc_create_with_strides", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle LAYOUT_TAGGED =
      bind("dnnl_memory_desc_create_with_tag", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle LAYOUT_CLONE = bind("dnnl_memory_desc_clone", ADDRESS, ADDRESS);
  private static final MethodHandle LAYOUT_DESTROY = bind("dnnl_memory_desc_destroy", ADDRESS);
  private static final MethodHandle LAYOUT_SIZE =
      bind("dnnl_memory_desc_get_size", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
  private static final MethodHandle MEMORY_CREATE =
      bind("dnnl_memory_create", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle MEMORY_MOVE =
      bindShort("dnnl_memory_set_data_handle", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle MEMORY_DESTROY = bind("dnnl_memory_destroy", ADDRESS);
  private static final MethodHandle PRIMITIVE_CREATE =
      bind("dnnl_primitive_create", ADDRESS, ADDRESS);
  private static final MethodHandle PRIMITIVE_EXECUTE =
      bind("dnnl_primitive_execute", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle PRIMITIVE_DESTROY = bind("dnnl_primitive_destroy", ADDRESS);

  private OneDnn() {}

  /// Products of f32 stay products of f32, whatever the environment says.
  static void forbidRounding() {
    check("dnnl_set_default_fpmath_mode", () -> (int) SET_FPMATH.invokeExact(STRICT));
  }

  /// How many primitives the library keeps for the next one who wants the same.
  static void setCacheCapacity(int primitives) {
    check("dnnl_set_primitive_cache_capacity", () -> (int) SET_CACHE.invokeExact(primitives));
  }

  /// The instruction set in use as bits of `dnnl_cpu_isa_t`; 0 on processors other than x86-64.
  static int instructions() {
    try {
      return (int) GET_INSTRUCTIONS.invokeExact();
    } catch (Throwable t) {
      throw wrongSignature("dnnl_get_effective_cpu_isa", t);
    }
  }

  /// Such as `3.13.0`.
  static String version() {
    try {
      MemorySegment version = ((MemorySegment) GET_VERSION.invokeExact()).reinterpret(12);
      return "%d.%d.%d"
          .formatted(
              version.getAtIndex(JAVA_INT, 0),
              version.getAtIndex(JAVA_INT, 1),
              version.getAtIndex(JAVA_INT, 2));
    } catch (Throwable t) {
      throw wrongSignature("dnnl_version", t);
    }
  }

  /// How many threads share what the calling thread plans and runs from now on.
  static void setThreads(int threads) {
    try {
      SET_THREADS.invokeExact(threads);
    } catch (Throwable t) {
      throw wrongSignature("omp_set_num_threads", t);
    }
  }

  static MemorySegment createEngine() {
    return createHandle(
        "dnnl_engine_create", result -> (int) ENGINE_CREATE.invokeExact(result, CPU, 0L));
  }

  static void destroyEngine(MemorySegment engine) {
    check("dnnl_engine_destroy", () -> (int) ENGINE_DESTROY.invokeExact(engine));
  }

  static MemorySegment createStream(MemorySegment engine) {
    return createHandle(
        "dnnl_stream_create", result -> (int) STREAM_CREATE.invokeExact(result, engine, IN_ORDER));
  }

  static void destroyStream(MemorySegment stream) {
    check("dnnl_stream_destroy", () -> (int) STREAM_DESTROY.invokeExact(stream));
  }

  static MemorySegment createLayout(Element element, long[] dimensions, long[] strides) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment dims = arena.allocateFrom(JAVA_LONG, dimensions);
      MemorySegment steps = arena.allocateFrom(JAVA_LONG, strides);
      return createHandle(
          "dnnl_memory_desc_create_with_strides",
          result ->
              (int)
                  LAYOUT_STRIDED.invokeExact(
                      result, dimensions.length, dims, element.code(), steps));
    }
  }

  /// A layout that a primitive may choose.
  static MemorySegment createOpenLayout(Element element, long[] dimensions) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment dims = arena.allocateFrom(JAVA_LONG, dimensions);
      return createHandle(
          "dnnl_memory_desc_create_with_tag",
          result ->
              (int)
                  LAYOUT_TAGGED.invokeExact(
                      result, dimensions.length, dims, element.code(), FORMAT_ANY));
    }
  }

  static MemorySegment cloneLayout(MemorySegment layout) {
    return createHandle(
        "dnnl_memory_desc_clone", result -> (int) LAYOUT_CLONE.invokeExact(result, layout));
  }

  /// In bytes, padding included.
  static long layoutSize(MemorySegment layout) {
    try {
      return (long) LAYOUT_SIZE.invokeExact(layout);
    } catch (Throwable t) {
      throw wrongSignature("dnnl_memory_desc_get_size", t);
    }
  }

  static void destroyLayout(MemorySegment layout) {
    check("dnnl_memory_desc_destroy", () -> (int) LAYOUT_DESTROY.invokeExact(layout));
  }

  /// A memory object that points nowhere yet.
  static MemorySegment createMemory(MemorySegment engine, MemorySegment layout) {
    return createHandle(
        "dnnl_memory_create",
        result -> (int) MEMORY_CREATE.invokeExact(result, layout, engine, 0L));
  }

  static void pointMemory(MemorySegment memory, long address) {
    int status;
    try {
      status = (int) MEMORY_MOVE.invokeExact(memory, address);
    } catch (Throwable t) {
      throw wrongSignature("dnnl_memory_set_data_handle", t);
    }
    checkStatus("dnnl_memory_set_data_handle", status);
  }

  static void destroyMemory(MemorySegment memory) {
    check("dnnl_memory_destroy", () -> (int) MEMORY_DESTROY.invokeExact(memory));
  }

  static MemorySegment createPrimitive(MemorySegment plan) {
    return createHandle(
        "dnnl_primitive_create", result -> (int) PRIMITIVE_CREATE.invokeExact(result, plan));
  }

  /// @param arguments `count` elements of `dnnl_exec_arg_t`
  static void execute(
      MemorySegment primitive, MemorySegment stream, int count, MemorySegment arguments) {
    int status;
    try {
      status = (int) PRIMITIVE_EXECUTE.invokeExact(primitive, stream, count, arguments);
    } catch (Throwable t) {
      throw wrongSignature("dnnl_primitive_execute", t);
    }
    checkStatus("dnnl_primitive_execute", status);
  }

  static void destroyPrimitive(MemorySegment primitive) {
    check("dnnl_primitive_destroy", () -> (int) PRIMITIVE_DESTROY.invokeExact(primitive));
  }
}
