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
/// @param instruction what makes a document relevant; ignored by models that take none
///   ([ModelInfo#takesInstruction])
public record RerankRequest(
    Content query,
    List<Content> documents,
    LengthLimits limits,
    Duration timeout,
    Optional<String> instruction) {

  /// A day: the timeout of callers that name none.
  public static final Duration NO_TIMEOUT = Duration.ofDays(1);

  public RerankRequest {
    documents = List.copyOf(documents);
    if (documents.isEmpty()) {
      throw new RerankException.InvalidRequest("list of documents must not be empty");
    }
  }

  /// Without an instruction.
  public RerankRequest(
      Content query, List<Content> documents, LengthLimits limits, Duration timeout) {
    this(query, documents, limits, timeout, Optional.empty());
  }

  public static RerankRequest of(String query, List<String> documents) {
    return new RerankRequest(
        Content.of(query),
        documents.stream().map(Content::of).toList(),
        LengthLimits.NONE,
        NO_TIMEOUT);
  }

  /// The same request with another instruction.
  public RerankRequest withInstruction(String wish) {
    return new RerankRequest(query, documents, limits, timeout, Optional.of(wish));
  }
}
