package podium.http;

import java.util.List;

/// Is told of every request when it is over. Called on the event loop, so it must not wait.
public interface Traffic {

  /// Nobody wants to know.
  Traffic IGNORED = _ -> {};

  /// Counts, logs or traces one request.
  void ended(Ended request);

  /// Tells all of `listeners`, in their order.
  static Traffic to(List<Traffic> listeners) {
    List<Traffic> all = List.copyOf(listeners);
    return request -> all.forEach(listener -> listener.ended(request));
  }
}
