package podium.schedule;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import podium.tensor.Digest;

/// Logits that one loaded model gave, by sequence; when it is full, those that are asked for least
/// make room. It belongs to that model's scheduler and goes with it, so that other weights or
/// another precision never answer. Thread-safe.
final class ScoreCache {

  private final Cache<Digest, Float> logits;
  private final boolean used;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /// @param size logits kept at most; 0 keeps none and counts nothing
  ScoreCache(long size) {
    used = size > 0;
    logits = Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
  }

  Optional<Float> find(Digest digest) {
    if (!used) {
      return Optional.empty();
    }
    Float known = logits.getIfPresent(digest);
    (known == null ? misses : hits).increment();
    return Optional.ofNullable(known);
  }

  /// Keeps a logit, unless it is none.
  void keep(Digest digest, float logit) {
    if (used && Float.isFinite(logit)) {
      logits.put(digest, logit);
    }
  }

  long hits() {
    return hits.sum();
  }

  long misses() {
    return misses.sum();
  }

  /// Logits that are kept.
  long size() {
    return logits.estimatedSize();
  }
}
