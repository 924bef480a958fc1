package podium.catalog;

import podium.Reranker;

/// The right to use a loaded model until it is closed: so long the model stays in memory.
public final class Lease implements AutoCloseable {

  private final Reranker reranker;
  private final Runnable atEnd;
  private boolean closed;

  Lease(Reranker reranker, Runnable atEnd) {
    this.reranker = reranker;
    this.atEnd = atEnd;
  }

  public Reranker reranker() {
    return reranker;
  }

  /// Closing twice is fine. To be called by one thread.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      atEnd.run();
    }
  }
}
