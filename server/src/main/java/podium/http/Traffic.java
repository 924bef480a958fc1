package podium.http;

import java.time.Duration;

/// Is told of every request when it is over, and of connections that were hung up on. Called on the
/// event loop, so it must not wait.
public interface Traffic {

  /// Nobody wants to know.
  Traffic IGNORED = (_, _, _, _) -> {};

  /// For what a connection kept the server waiting too long.
  enum Late {
    /// The headers of its first request.
    HEADERS,
    /// Its next request.
    NEXT_REQUEST
  }

  /// Counts one request.
  ///
  /// @param route the path of the [Route]; empty if there is none, or what came was no request
  /// @param model the name of the model that was asked; empty if none was
  /// @param status 499 if the client had gone
  /// @param duration from the end of the headers to the end of the answer
  void ended(String route, String model, int status, Duration duration);

  /// Counts one connection that was closed because nothing came.
  default void hungUp(Late late) {}
}
