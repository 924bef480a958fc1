package podium.terminal;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/// Waits for SIGTERM or SIGINT, so that the process can end in its own order and with code 0. A
/// second signal ends it at once.
///
/// A shutdown hook would not do: the JVM would exit with 143 whatever we did, and the logging
/// system is being closed while hooks run. The JDK's only way to see a signal is `sun.misc.Signal`,
/// called by reflection because javac warns of it with no way to say that it is meant.
public final class StopSignal {

  private static final int KILLED = 137;

  private final CountDownLatch received = new CountDownLatch(1);

  private StopSignal() {}

  public static StopSignal install() {
    var stop = new StopSignal();
    try {
      stop.handle("TERM");
      stop.handle("INT");
    } catch (ReflectiveOperationException e) {
      // This JVM lets nobody handle signals; it will end without our help.
      Runtime.getRuntime().addShutdownHook(new Thread(stop::receive));
    }
    return stop;
  }

  private void handle(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (_, _, _) -> {
              receive();
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
  }

  private void receive() {
    if (received.getCount() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
    received.countDown();
  }

  public void await() throws InterruptedException {
    received.await();
  }
}
