package podium.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import podium.RerankException;
import podium.RerankException.Cancelled;
import podium.RerankException.DeadlineExceeded;
import podium.RerankException.EngineFailure;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.RerankException.NotEnoughMemory;
import podium.RerankException.Overloaded;
import podium.RerankException.ScoreNotFinite;
import podium.RerankException.UnknownModel;
import podium.json.JsonException;

/// The one translation of whatever went wrong into HTTP.
final class Failures {

  private static final Logger LOG = System.getLogger(Failures.class.getName());

  /// When a model that is loading or broken may be worth another try. Nobody can tell when a broken
  /// one will be mended; who comes back while one is still loading waits for it in the server.
  private static final Duration MODEL_RETRY = Duration.ofSeconds(5);

  /// When a model that no waiting makes room for may be worth another try: an operator may have
  /// unpinned another meanwhile, or raised the limit.
  private static final Duration ROOM_RETRY = Duration.ofMinutes(1);

  private Failures() {}

  /// @param id the request, under which the log has what the client must not see
  static HttpFailure toHttp(Throwable failure, String id) {
    return switch (failure) {
      case HttpFailure known -> known;
      case JsonException json -> HttpFailure.of(ErrorCode.INVALID_JSON, message(json));
      case RerankException rerank -> toHttp(rerank, id);
      default -> internal(failure, id);
    };
  }

  private static HttpFailure toHttp(RerankException failure, String id) {
    String message = message(failure);
    return switch (failure) {
      case InvalidRequest _ -> HttpFailure.of(ErrorCode.INVALID_REQUEST, message);
      case UnknownModel _ -> HttpFailure.of(ErrorCode.UNKNOWN_MODEL, message);
      case ModelUnavailable _ ->
          HttpFailure.of(ErrorCode.MODEL_UNAVAILABLE, message).retryAfter(MODEL_RETRY);
      case NotEnoughMemory memory -> noRoom(memory);
      case Overloaded overloaded ->
          HttpFailure.of(ErrorCode.OVERLOADED, message).retryAfter(overloaded.retryAfter());
      case DeadlineExceeded late ->
          HttpFailure.of(ErrorCode.DEADLINE_EXCEEDED, message).retryAfter(late.retryAfter());
      case Cancelled _ -> HttpFailure.of(ErrorCode.CLIENT_GONE, message);
      case ScoreNotFinite _ -> HttpFailure.of(ErrorCode.SCORE_NOT_FINITE, message);
      case EngineFailure engine -> internal(engine, id);
    };
  }

  private static HttpFailure noRoom(NotEnoughMemory failure) {
    ErrorCode code =
        failure.retryAfter().isPresent() ? ErrorCode.MODEL_UNAVAILABLE : ErrorCode.MODEL_TOO_LARGE;
    return HttpFailure.of(code, message(failure))
        .retryAfter(failure.retryAfter().orElse(ROOM_RETRY));
  }

  /// Stack traces and paths stay in the log.
  private static HttpFailure internal(Throwable failure, String id) {
    LOG.log(Level.ERROR, "request failed id=" + id, failure);
    return HttpFailure.of(
        ErrorCode.INTERNAL_ERROR, "the server failed; its log says why under " + id);
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
