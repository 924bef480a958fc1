package podium.engine.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A compiled primitive and the memory objects of its arguments, which are pointed elsewhere before
/// each run. Belongs to one worker; the compiled code behind it is shared by the library among all
/// that asked for the same.
final class Primitive implements AutoCloseable {

  /// `struct dnnl_exec_arg_t { int arg; dnnl_memory_t memory; }`
  private static final long ARGUMENT_BYTES = 16;

  private final Stream stream;
  private final String implementation;
  private final MemorySegment handle;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment arguments;
  private final MemorySegment[] memories;
  private final long scratchpadBytes;

  private Primitive(Stream stream, MemorySegment plan, List<Argument> arguments) {
    this.stream = stream;
    this.implementation = OneDnnPlans.implementationOf(plan);
    this.handle = OneDnn.createPrimitive(plan);
    this.memories = new MemorySegment[arguments.size() + 1];
    this.arguments = arena.allocate(ARGUMENT_BYTES * memories.length, Long.BYTES);
    for (int i = 0; i < arguments.size(); i++) {
      set(i, arguments.get(i).index(), arguments.get(i).layout().handle());
    }
    MemorySegment scratchpad = OneDnnPlans.scratchpadLayoutOf(plan);
    this.scratchpadBytes = OneDnn.layoutSize(scratchpad);
    set(arguments.size(), Argument.SCRATCHPAD, scratchpad);
  }

  /// Compiles `plan` and destroys it.
  static Primitive compile(Stream stream, MemorySegment plan, List<Argument> arguments) {
    try {
      return new Primitive(stream, plan, arguments);
    } finally {
      OneDnnPlans.destroy(plan);
    }
  }

  private void set(int position, int index, MemorySegment layout) {
    memories[position] = OneDnn.createMemory(stream.engine(), layout);
    arguments.set(JAVA_INT, ARGUMENT_BYTES * position, index);
    arguments.set(ADDRESS, ARGUMENT_BYTES * position + Long.BYTES, memories[position]);
  }

  /// What the library chose; `ref…` is slow.
  String implementation() {
    return implementation;
  }

  /// @param addresses of the arguments, in the order in which they were declared
  void run(long... addresses) {
    if (addresses.length != memories.length - 1) {
      throw new IllegalArgumentException(
          "%d arguments declared, %d given".formatted(memories.length - 1, addresses.length));
    }
    for (int i = 0; i < addresses.length; i++) {
      OneDnn.pointMemory(memories[i], addresses[i]);
    }
    if (scratchpadBytes > 0) {
      OneDnn.pointMemory(memories[addresses.length], stream.scratchpad(scratchpadBytes));
    }
    OneDnn.execute(handle, stream.handle(), memories.length, arguments);
  }

  @Override
  public void close() {
    OneDnn.destroyPrimitive(handle);
    for (MemorySegment memory : memories) {
      OneDnn.destroyMemory(memory);
    }
    arena.close();
  }
}
