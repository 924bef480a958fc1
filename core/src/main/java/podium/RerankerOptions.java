package podium;

import java.util.Optional;

/// How a model is run.
///
/// @param precision empty: bf16 where the CPU has native bf16 dot products, else f32
/// @param specialTokens what special tokens inside texts mean
/// @param workers batches computed at the same time; 0 chooses by the number of cores
/// @param threadsPerWorker threads that share one batch; 0 chooses by the number of cores
/// @param batchTokens tokens packed into one batch at most, unless a single pair is longer
/// @param queueTokens tokens that may wait; a request that does not fit is refused at once
/// @param sharePrefixes whether decoders compute what all documents of a request begin with once;
///   to be turned off for comparison only
/// @param cachedScores logits of pairs that are remembered until the model is closed; 0 remembers
///   none
/// @param images what requests may do with images, for models that take them
public record RerankerOptions(
    Optional<Precision> precision,
    SpecialTokens specialTokens,
    int workers,
    int threadsPerWorker,
    int batchTokens,
    long queueTokens,
    boolean sharePrefixes,
    long cachedScores,
    ImagePolicy images) {

  public static final RerankerOptions DEFAULT =
      new RerankerOptions(Optional.empty(), SpecialTokens.TEXT, 0, 0, 1024, 4_000_000);

  /// With shared prefixes, without a cache, and images by data URI only.
  public RerankerOptions(
      Optional<Precision> precision,
      SpecialTokens specialTokens,
      int workers,
      int threadsPerWorker,
      int batchTokens,
      long queueTokens) {
    this(
        precision,
        specialTokens,
        workers,
        threadsPerWorker,
        batchTokens,
        queueTokens,
        true,
        0,
        ImagePolicy.DEFAULT);
  }

  public RerankerOptions {
    check(workers >= 0, "workers must not be negative, but is", workers);
    check(
        threadsPerWorker >= 0, "threads per worker must not be negative, but is", threadsPerWorker);
    check(batchTokens >= 1, "batch tokens must be positive, but is", batchTokens);
    check(queueTokens >= 1, "queue tokens must be positive, but is", queueTokens);
    check(cachedScores >= 0, "cached scores must not be negative, but is", cachedScores);
  }

  private static void check(boolean ok, String rule, long value) {
    if (!ok) {
      throw new IllegalArgumentException(rule + " " + value);
    }
  }

  public RerankerOptions withPrecision(Precision precision) {
    return new RerankerOptions(
        Optional.of(precision),
        specialTokens,
        workers,
        threadsPerWorker,
        batchTokens,
        queueTokens,
        sharePrefixes,
        cachedScores,
        images);
  }

  public RerankerOptions withSpecialTokens(SpecialTokens specialTokens) {
    return new RerankerOptions(
        precision,
        specialTokens,
        workers,
        threadsPerWorker,
        batchTokens,
        queueTokens,
        sharePrefixes,
        cachedScores,
        images);
  }

  /// Without shared prefixes.
  public RerankerOptions withoutSharedPrefixes() {
    return new RerankerOptions(
        precision,
        specialTokens,
        workers,
        threadsPerWorker,
        batchTokens,
        queueTokens,
        false,
        cachedScores,
        images);
  }

  /// With a cache of `size` logits.
  public RerankerOptions withCachedScores(long size) {
    return new RerankerOptions(
        precision,
        specialTokens,
        workers,
        threadsPerWorker,
        batchTokens,
        queueTokens,
        sharePrefixes,
        size,
        images);
  }

  public RerankerOptions withImages(ImagePolicy policy) {
    return new RerankerOptions(
        precision,
        specialTokens,
        workers,
        threadsPerWorker,
        batchTokens,
        queueTokens,
        sharePrefixes,
        cachedScores,
        policy);
  }
}
