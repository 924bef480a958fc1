package podium.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import podium.Precision;
import podium.Reranker;
import podium.RerankerOptions;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.onednn.OneDnnEngine;
import podium.nn.Families;

/// Opens models as they are, in f32, except that each batch waits at a gate until a test lets it
/// through. So a test can say what happens between two batches.
public final class GatedOpener implements Reranker.Opener {

  private static final int ALL = 1_000_000;
  private static final int PATIENCE_SECONDS = 20;

  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore mayPass = new Semaphore(0);

  @Override
  public Reranker open(Path directory, RerankerOptions options) {
    return new ModelLoader(
            _ -> gated(OneDnnEngine.open(Precision.F32)),
            new MemoryCheck(AvailableMemory.OF_THIS_MACHINE),
            Families.IN_ORDER)
        .open(directory, options);
  }

  /// Waits until one more batch has begun.
  public void awaitBatch() throws InterruptedException {
    if (!arrived.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no batch began for %d s".formatted(PATIENCE_SECONDS));
    }
  }

  /// Lets the batch that waits go on, and the next ones after it, `batches` in all.
  public void letThrough(int batches) {
    mayPass.release(batches);
  }

  /// Stops nobody from now on.
  public void open() {
    mayPass.release(ALL);
  }

  private Engine gated(Engine engine) {
    return proxy(
        Engine.class,
        (method, arguments) -> {
          Object result = method.invoke(engine, arguments);
          return result instanceof Operators operators ? gated(operators) : result;
        });
  }

  /// A batch begins with looking up its tokens, once.
  private Operators gated(Operators operators) {
    return proxy(
        Operators.class,
        (method, arguments) -> {
          if (method.getName().equals("embed")) {
            arrived.release();
            mayPass.acquireUninterruptibly();
          }
          return method.invoke(operators, arguments);
        });
  }

  private interface Call {
    Object answer(Method method, Object[] arguments)
        throws IllegalAccessException, InvocationTargetException;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              try {
                return call.answer(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
