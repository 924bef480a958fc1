package podium.http;

import java.time.Duration;

/// Is told of every request when it is over. Called on the event loop, so it must not wait.
public interface Traffic {

  /// Nobody wants to know.
  Traffic IGNORED = (_, _, _, _) -> {};

  /// Counts one request.
  ///
  /// @param route the path of the [Route]; empty if there is none
  /// @param model the name of the model that was asked; empty if none was
  /// @param status 499 if the client had gone
  /// @param duration from the end of the headers to the end of the answer
  void ended(String route, String model, int status, Duration duration);
}
