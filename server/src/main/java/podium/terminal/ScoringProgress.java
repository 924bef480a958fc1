package podium.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import podium.Load;
import podium.Reranker;

/// Shows on standard error how far a long request is, as long as it is open. What is over soon is
/// never shown.
public final class ScoringProgress implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration STEP = Duration.ofMillis(200);

  private final Reranker reranker;
  private final int documents;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;

  private ScoringProgress(Reranker reranker, int documents) {
    this.reranker = reranker;
    this.documents = documents;
    this.thread = Thread.ofVirtual().unstarted(this::run);
  }

  /// Begins to watch `reranker`, which nobody else uses.
  public static ScoringProgress of(Reranker reranker, int documents) {
    var progress = new ScoringProgress(reranker, documents);
    progress.thread.start();
    return progress;
  }

  private void run() {
    if (isOver(PATIENCE)) {
      return;
    }
    try (ProgressBar bar = bar()) {
      while (!isOver(STEP)) {
        bar.stepTo(done(reranker.load()));
      }
      bar.stepTo(done(reranker.load()));
    }
  }

  private boolean isOver(Duration wait) {
    try {
      return over.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// A document is one sequence, except for listwise models, where a few sequences hold them all
  /// and the bar fills in its last moment.
  private long done(Load load) {
    long sequences = load.pairs() + load.saved().shared() + load.saved().cacheHits();
    return Math.min(documents, sequences);
  }

  private ProgressBar bar() {
    return new ProgressBarBuilder()
        .setTaskName("scoring")
        .setInitialMax(documents)
        .setUnit(" documents", 1)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis((int) STEP.toMillis())
        .clearDisplayOnFinish()
        .showSpeed()
        .build();
  }

  @Override
  public void close() {
    over.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
