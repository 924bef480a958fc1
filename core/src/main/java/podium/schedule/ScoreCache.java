package podium.schedule;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import podium.tensor.Digest;

/// What one loaded model said of sequences; when it is full, what is asked for least makes room. It
/// belongs to that model's scheduler and goes with it, so that other weights or another precision
/// never answer. Thread-safe.
final class ScoreCache {

  private final Cache<Digest, float[]> outputs;
  private final boolean used;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /// @param size numbers kept at most, of which a pair has one; 0 keeps none and counts nothing
  ScoreCache(long size) {
    used = size > 0;
    outputs =
        Caffeine.newBuilder()
            .maximumWeight(size)
            .weigher((Digest _, float[] output) -> output.length)
            .executor(Runnable::run)
            .build();
  }

  /// Not to be written to.
  Optional<float[]> find(Digest digest) {
    if (!used) {
      return Optional.empty();
    }
    float[] known = outputs.getIfPresent(digest);
    (known == null ? misses : hits).increment();
    return Optional.ofNullable(known);
  }

  /// Keeps `output` unless something in it is not finite.
  void keep(Digest digest, float[] output) {
    if (used && IntStream.range(0, output.length).allMatch(i -> Float.isFinite(output[i]))) {
      outputs.put(digest, output);
    }
  }

  long hits() {
    return hits.sum();
  }

  long misses() {
    return misses.sum();
  }

  /// Sequences that are known.
  long size() {
    return outputs.estimatedSize();
  }
}
