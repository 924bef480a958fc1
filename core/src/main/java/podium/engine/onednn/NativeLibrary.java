package podium.engine.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;
import podium.RerankException.EngineFailure;

/// The loaded libraries: how a C function becomes a method handle, and a status an exception. The
/// only class that imports [Linker] and [SymbolLookup].
final class NativeLibrary {

  private static final int SUCCESS = 0;
  private static final int OUT_OF_MEMORY = 1;
  private static final int UNIMPLEMENTED = 3;

  private static final SymbolLookup SYMBOLS = load();

  private NativeLibrary() {}

  /// Loads the libraries if they are not yet loaded.
  ///
  /// @throws EngineFailure if there are none for this platform, or they do not load
  static void require() {
    try {
      if (SYMBOLS.find("dnnl_version").isEmpty()) {
        throw new EngineFailure("the library loaded as oneDNN is not oneDNN");
      }
    } catch (ExceptionInInitializerError e) {
      throw e.getCause() instanceof EngineFailure failure
          ? failure
          : new EngineFailure("oneDNN could not be loaded: " + e.getCause(), e);
    } catch (NoClassDefFoundError e) {
      throw new EngineFailure("oneDNN could not be loaded: " + e.getCause(), e);
    }
  }

  private static SymbolLookup load() {
    String name = Platform.nameOf(System.getProperty("os.name"), System.getProperty("os.arch"));
    Platform platform =
        Platform.named(name)
            .orElseThrow(() -> new EngineFailure("oneDNN is not built for " + name));
    Path folder = new NativeFiles(platform).extractTo(NativeFiles.userCache());
    Optional<Path> runtime = platform.openMp().map(folder::resolve);
    runtime.ifPresent(file -> System.load(file.toString())); // before the library that needs it
    SymbolLookup openMp =
        runtime
            .map(file -> SymbolLookup.libraryLookup(file, Arena.global()))
            .orElseGet(() -> SymbolLookup.libraryLookup("vcomp140", Arena.global()));
    return SymbolLookup.libraryLookup(folder.resolve(platform.library()), Arena.global())
        .or(openMp);
  }

  /// A function that returns a status.
  static MethodHandle bind(String function, MemoryLayout... parameters) {
    return bind(function, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
  }

  static MethodHandle bind(String function, FunctionDescriptor type, Linker.Option... options) {
    return Linker.nativeLinker().downcallHandle(SYMBOLS.findOrThrow(function), type, options);
  }

  /// A function of the C library, which not all of them have.
  static Optional<MethodHandle> bindSystem(String function, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(function)
        .map(address -> linker.downcallHandle(address, type));
  }

  /// A function that takes so little time that the garbage collector can wait for it.
  static MethodHandle bindShort(String function, FunctionDescriptor type) {
    return bind(function, type, Linker.Option.critical(false));
  }

  /// A call that returns a status.
  interface Call {
    int run() throws Throwable;
  }

  /// A call that writes a handle to `result` and returns a status.
  interface Creation {
    int run(MemorySegment result) throws Throwable;
  }

  static void check(String function, Call call) {
    int status;
    try {
      status = call.run();
    } catch (Throwable t) {
      throw wrongSignature(function, t);
    }
    checkStatus(function, status);
  }

  static MemorySegment createHandle(String function, Creation creation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
      check(function, () -> creation.run(result));
      return result.get(ValueLayout.ADDRESS, 0);
    }
  }

  static void checkStatus(String function, int status) {
    if (status != SUCCESS) {
      throw new EngineFailure(
          switch (status) {
            case OUT_OF_MEMORY -> function + ": there is not enough memory";
            case UNIMPLEMENTED -> function + ": oneDNN has no implementation of this";
            default -> "%s returned status %d".formatted(function, status);
          });
    }
  }

  static AssertionError wrongSignature(String function, Throwable t) {
    return new AssertionError("the signature bound for " + function + " is wrong", t);
  }
}
