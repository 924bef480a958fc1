package podium.catalog;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import podium.RerankException.ModelUnavailable;
import podium.Reranker;
import podium.RerankerOptions;
import podium.log.Fields;
import podium.model.Fingerprint;

/// Brings a model into memory, on a thread of its own, so that it holds up nobody else and callers
/// may come and go meanwhile.
///
/// @param opener measures and opens models
record Loading(Reranker.Opener opener, RerankerOptions options) {

  private static final Logger LOG = System.getLogger(Loading.class.getName());

  void start(Resident resident, Residency residency) {
    Thread.ofPlatform()
        .name("load-" + resident.found.name())
        .daemon()
        .start(() -> run(resident, residency));
  }

  private void run(Resident resident, Residency residency) {
    try {
      residency.begins(resident, Fingerprint.of(resident.found.path()));
      long bytes = opener.memory(resident.found.path(), options);
      if (residency.awaitRoom(resident, bytes)) {
        open(resident, residency);
      }
    } catch (Throwable e) { // whatever it was, no caller may wait for ever
      String name = resident.found.name();
      LOG.log(Level.WARNING, "loading failed", Fields.of("model", name).and("reason", e));
      residency.failed(resident, e);
    }
  }

  private void open(Resident resident, Residency residency) {
    long began = System.nanoTime();
    Reranker reranker = opener.open(resident.found.path(), options);
    var took = Duration.ofNanos(System.nanoTime() - began);
    if (Fingerprint.of(resident.found.path()).overwrites(resident.fingerprint)) {
      reranker.close();
      throw new ModelUnavailable("its files changed while it was loading");
    }
    log(resident, reranker, took);
    residency.loaded(resident, reranker, took);
  }

  private static void log(Resident resident, Reranker reranker, Duration took) {
    String name = resident.found.name();
    for (String remark : resident.found.recognition().remarks()) {
      LOG.log(Level.WARNING, "remark", Fields.of("model", name).and("remark", remark));
    }
    LOG.log(
        Level.INFO,
        "loaded",
        Fields.of("model", name)
            .and("family", reranker.info().family())
            .and("precision", reranker.info().precision())
            .and("ms", took.toMillis()));
  }
}
