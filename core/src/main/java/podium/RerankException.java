package podium;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Everything that can go wrong with a request, sorted by whose fault it is. The server turns each
/// case into one HTTP status, and the compiler checks that none is forgotten.
public abstract sealed class RerankException extends RuntimeException {

  private RerankException(String message) {
    super(message);
  }

  private RerankException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The request cannot be served as it stands; the message names the field, the value and the
  /// limit.
  public static final class InvalidRequest extends RerankException {
    public InvalidRequest(String message) {
      super(message);
    }
  }

  /// No model of that name; the message lists the known ones.
  public static final class UnknownModel extends RerankException {
    public UnknownModel(String message) {
      super(message);
    }
  }

  /// The model exists but cannot be used now: it is broken on disk, still loading, or closing. The
  /// message says which.
  public static final class ModelUnavailable extends RerankException {
    public ModelUnavailable(String message) {
      super(message);
    }
  }

  /// The model does not fit in memory. The message says how much it needs and how much there is.
  public static final class NotEnoughMemory extends RerankException {
    private final Optional<Duration> retryAfter;

    /// @param retryAfter when it may be worth another try, because others may have given back
    ///   theirs; empty if it can never fit here
    public NotEnoughMemory(String message, Optional<Duration> retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    public Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  /// The queue is full; the same request may succeed after [#retryAfter].
  public static final class Overloaded extends RerankException {
    private final Duration retryAfter;

    public Overloaded(String message, Duration retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /// The request's deadline passed before its work was done.
  public static final class DeadlineExceeded extends RerankException {
    public DeadlineExceeded(String message) {
      super(message);
    }
  }

  /// The caller went away (its thread was interrupted); its unstarted work was dropped.
  public static final class Cancelled extends RerankException {
    public Cancelled(String message) {
      super(message);
    }
  }

  /// The model gave scores that are no numbers; the message names the documents.
  public static final class ScoreNotFinite extends RerankException {
    private final List<Integer> documents;

    /// @param documents their indexes in the request
    public ScoreNotFinite(List<Integer> documents) {
      super("documents %s have scores that are not finite".formatted(documents));
      this.documents = List.copyOf(documents);
    }

    public List<Integer> documents() {
      return documents;
    }
  }

  /// Our own fault.
  public static final class EngineFailure extends RerankException {
    public EngineFailure(String message) {
      super(message);
    }

    public EngineFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
