package podium.http;

/// A failure whose error body has another form than usual, because the client speaks another
/// dialect.
public final class DialectFailure extends RuntimeException {

  private final RuntimeException failure;
  private final ErrorBody body;

  public DialectFailure(RuntimeException failure, ErrorBody body) {
    super(failure.getMessage(), failure, false, false);
    this.failure = failure;
    this.body = body;
  }

  RuntimeException failure() {
    return failure;
  }

  ErrorBody body() {
    return body;
  }
}
