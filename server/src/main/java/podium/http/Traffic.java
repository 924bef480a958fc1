package podium.http;

import java.util.List;

/// Is told of every request when it is over, and of connections that were hung up on. Called on the
/// event loop, so it must not wait.
public interface Traffic {

  /// Nobody wants to know.
  Traffic IGNORED = _ -> {};

  /// For what a connection kept the server waiting too long.
  enum Late {
    /// The headers of its first request.
    HEADERS,
    /// Its next request.
    NEXT_REQUEST
  }

  /// Counts, logs or traces one request.
  void ended(Ended request);

  /// Counts one connection that was closed because nothing came.
  default void hungUp(Late late) {}

  /// Tells all of `listeners`, in their order.
  static Traffic to(List<Traffic> listeners) {
    List<Traffic> all = List.copyOf(listeners);
    return new Traffic() {

      @Override
      public void ended(Ended request) {
        all.forEach(listener -> listener.ended(request));
      }

      @Override
      public void hungUp(Late late) {
        all.forEach(listener -> listener.hungUp(late));
      }
    };
  }
}
