package podium.schedule;

import java.time.Duration;

/// What came of one request: what the network says of each encoding, and where the time went.
public final class Outcome {

  private final float[][] outputs;
  private final long tokens;
  private final Duration queued;
  private final Duration computed;

  public Outcome(float[][] outputs, long tokens, Duration queued, Duration computed) {
    this.outputs = outputs;
    this.tokens = tokens;
    this.queued = queued;
    this.computed = computed;
  }

  /// What the network says of encoding `index`. Not to be written to.
  public float[] output(int index) {
    return outputs[index];
  }

  /// The logits of a network that judges pairs, in the order of the encodings, `[encodings]`.
  public float[] logits() {
    float[] logits = new float[outputs.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = outputs[i][0];
    }
    return logits;
  }

  /// Tokens that were computed, a shared prefix once.
  public long tokens() {
    return tokens;
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
