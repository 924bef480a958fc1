package podium.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import podium.Scores.Timing;

/// A request that is over: everything about it that may be told, and not a word of its texts.
///
/// @param id names it in its answer and in the log
/// @param clientId its header `X-Request-Id`, if that is harmless
/// @param method of HTTP
/// @param path as the client sent it, with anything unusual replaced
/// @param label what turned out on its way
/// @param status 499 if the client had gone
/// @param began the end of its headers
/// @param duration from there to the end of the answer
/// @param traceContext its headers `traceparent` and `tracestate`, as far as it had them
public record Ended(
    String id,
    Optional<String> clientId,
    String method,
    String path,
    Label label,
    int status,
    Instant began,
    Duration duration,
    Map<String, String> traceContext) {

  public Ended {
    traceContext = Map.copyOf(traceContext);
  }

  /// What turned out about a request on its way.
  ///
  /// @param route the path of the [Route]; empty if there is none
  /// @param probe whether it came from the machinery around the server
  /// @param model the name of the model that was asked; empty if none was
  /// @param code of the error that it was answered with
  /// @param work what was computed for it; empty if nothing was
  public record Label(
      String route, boolean probe, String model, Optional<ErrorCode> code, Optional<Work> work) {}

  /// What models computed for one request.
  ///
  /// @param documents that were scored
  /// @param tokens that were run
  /// @param timing where the time went; of several questions to the model, the longest of each
  public record Work(int documents, long tokens, Timing timing) {}
}
