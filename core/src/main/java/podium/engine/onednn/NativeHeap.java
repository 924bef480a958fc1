package podium.engine.onednn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The C library's heap, from which all native memory comes.
final class NativeHeap {

  private static final Optional<MethodHandle> TRIM =
      NativeLibrary.bindSystem("malloc_trim", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));

  private NativeHeap() {}

  /// Gives freed memory back to the operating system. The GNU library keeps most of a large model's
  /// otherwise; others have no such function and need none.
  static void trim() {
    if (TRIM.isPresent()) {
      try {
        var _ = (int) TRIM.get().invokeExact(0L);
      } catch (Throwable t) {
        throw NativeLibrary.wrongSignature("malloc_trim", t);
      }
    }
  }
}
