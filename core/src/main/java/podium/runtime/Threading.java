package podium.runtime;

import podium.RerankerOptions;

/// How the cores are shared out to workers. One thread each is the default: with many pairs to
/// score, workers that compute different batches need no barriers between them.
public record Threading(int workers, int threadsPerWorker) {

  /// What `options` ask for on this machine.
  public static Threading of(RerankerOptions options) {
    return of(options, Cores.count());
  }

  /// What `options` ask for on a machine with `cores` cores.
  static Threading of(RerankerOptions options, int cores) {
    int workers = options.workers();
    int threads = options.threadsPerWorker();
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
