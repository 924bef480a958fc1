package podium;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One query and the documents to score against it.
///
/// @param query what is searched for
/// @param documents at least one; duplicates and blank documents are scored like any other
/// @param limits how long texts are cut
/// @param timeout how long the caller waits at most; afterwards unstarted work is dropped
/// @param priority from 0 to [#LAST_PRIORITY]; the lower number is computed first and, when the
///   queue is full, dropped last
/// @param instruction what makes a document relevant; ignored by models that take none
///   ([ModelInfo#takesInstruction])
/// @param readings whether [Scores#readings] are wanted; costs some time for long documents
public record RerankRequest(
    Content query,
    List<Content> documents,
    LengthLimits limits,
    Duration timeout,
    int priority,
    Optional<String> instruction,
    boolean readings) {

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

  /// A request that wants no readings.
  public RerankRequest(
      Content query,
      List<Content> documents,
      LengthLimits limits,
      Duration timeout,
      int priority,
      Optional<String> instruction) {
    this(query, documents, limits, timeout, priority, instruction, false);
  }

  /// A request of priority 0 without an instruction.
  public RerankRequest(
      Content query, List<Content> documents, LengthLimits limits, Duration timeout) {
    this(query, documents, limits, timeout, 0, Optional.empty());
  }

  public static RerankRequest of(String query, List<String> documents) {
    return new RerankRequest(
        Content.of(query),
        documents.stream().map(Content::of).toList(),
        LengthLimits.NONE,
        NO_TIMEOUT);
  }

  /// Refuses what only models that take images understand: images, and queries and documents
  /// without anything.
  ///
  /// @throws RerankException.InvalidRequest naming the query or the first document that is no text
  public void requireText() {
    requireText(query, "query");
    for (int i = 0; i < documents.size(); i++) {
      requireText(documents.get(i), "documents[" + i + "]");
    }
  }

  private static void requireText(Content content, String place) {
    if (content instanceof Content.Visual visual) {
      throw new RerankException.InvalidRequest(
          visual.images().isEmpty()
              ? place + " has no text"
              : place + ".image: the model takes text only, no images");
    }
  }

  /// The same request with another priority.
  public RerankRequest withPriority(int number) {
    return new RerankRequest(query, documents, limits, timeout, number, instruction, readings);
  }

  /// The same request with another instruction.
  public RerankRequest withInstruction(String wish) {
    return new RerankRequest(
        query, documents, limits, timeout, priority, Optional.of(wish), readings);
  }

  /// The same request, asking what was read of each document as well.
  public RerankRequest withReadings() {
    return new RerankRequest(query, documents, limits, timeout, priority, instruction, true);
  }
}
