package podium.runtime;

import podium.RerankerOptions;
import podium.model.Recognition.Template;

/// How the cores are shared out to workers. One thread each is the default: with many pairs to
/// score, workers that compute different batches need no barriers between them. A model that reads
/// all documents in one sequence would leave all cores but one idle that way: there several share
/// it.
public record Threading(int workers, int threadsPerWorker) {

  /// Of one long sequence. Operators that are not the library's use one thread, so that more gain
  /// less.
  private static final int MOST_SHARING = 8;

  /// What `options` ask for on this machine, for a model of that template.
  public static Threading of(RerankerOptions options, Template template) {
    return of(options, template, Cores.count());
  }

  /// What `options` ask for on a machine with `cores` cores.
  static Threading of(RerankerOptions options, Template template, int cores) {
    int threads = options.threadsPerWorker();
    int workers =
        options.workers() == 0 && threads == 0 && template.isListwise()
            ? Math.ceilDiv(cores, MOST_SHARING)
            : options.workers();
    if (workers == 0) {
      return threads == 0
          ? new Threading(cores, 1)
          : new Threading(Math.max(1, cores / threads), threads);
    }
    return threads == 0
        ? new Threading(workers, Math.max(1, cores / workers))
        : new Threading(workers, threads);
  }
}
