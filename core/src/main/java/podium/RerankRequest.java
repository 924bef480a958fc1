package podium;

import java.time.Duration;
import java.util.List;

/// One query and the documents to score against it.
///
/// @param query what is searched for
/// @param documents at least one; duplicates and blank documents are scored like any other
/// @param limits how long texts are cut
/// @param timeout how long the caller waits at most; afterwards unstarted work is dropped
/// @param priority from 0 to [#LAST_PRIORITY]; the lower number is computed first and, when the
///   queue is full, dropped last
public record RerankRequest(
    Content query, List<Content> documents, LengthLimits limits, Duration timeout, int priority) {

  /// A day: the timeout of callers that name none.
  public static final Duration NO_TIMEOUT = Duration.ofDays(1);

  /// The priority that has to wait for all others.
  public static final int LAST_PRIORITY = 999;

  public RerankRequest {
    documents = List.copyOf(documents);
    if (documents.isEmpty()) {
      throw new RerankException.InvalidRequest("list of documents must not be empty");
    }
    if (priority < 0 || priority > LAST_PRIORITY) {
      throw new RerankException.InvalidRequest(
          "priority must be in 0..%d, but is %d".formatted(LAST_PRIORITY, priority));
    }
  }

  /// A request of priority 0.
  public RerankRequest(
      Content query, List<Content> documents, LengthLimits limits, Duration timeout) {
    this(query, documents, limits, timeout, 0);
  }

  public static RerankRequest of(String query, List<String> documents) {
    return new RerankRequest(
        Content.of(query),
        documents.stream().map(Content::of).toList(),
        LengthLimits.NONE,
        NO_TIMEOUT);
  }
}
