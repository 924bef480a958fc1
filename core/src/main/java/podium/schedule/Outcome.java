package podium.schedule;

import java.time.Duration;

/// What came of one request: a logit per encoding, and where the time went.
public final class Outcome {

  private final float[] logits;
  private final Duration queued;
  private final Duration computed;

  Outcome(float[] logits, Duration queued, Duration computed) {
    this.logits = logits;
    this.queued = queued;
    this.computed = computed;
  }

  /// In the order of the encodings, `[encodings]`.
  public float[] logits() {
    return logits.clone();
  }

  /// From submitting until the first of its batches started.
  public Duration queued() {
    return queued;
  }

  /// From the first of its batches starting until the last one ended.
  public Duration computed() {
    return computed;
  }
}
