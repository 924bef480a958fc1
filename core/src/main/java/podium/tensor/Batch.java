package podium.tensor;

import java.util.List;

/// Sequences packed end to end, without padding: token `t` of sequence `s` is row `start(s) + t` of
/// every `[tokens, …]` tensor. Immutable.
public final class Batch {

  private final int[] starts;
  private final int[] ids;
  private final int[] typeIds;

  private Batch(int[] starts, int[] ids, int[] typeIds) {
    this.starts = starts;
    this.ids = ids;
    this.typeIds = typeIds;
  }

  /// Packs `encodings`, each at least one token long, in their order.
  public static Batch of(List<Encoding> encodings) {
    int[] starts = new int[encodings.size() + 1];
    for (int s = 0; s < encodings.size(); s++) {
      starts[s + 1] = starts[s] + encodings.get(s).length();
    }
    int[] ids = new int[starts[encodings.size()]];
    int[] typeIds = new int[ids.length];
    for (int s = 0; s < encodings.size(); s++) {
      encodings.get(s).copyTo(ids, typeIds, starts[s]);
    }
    return new Batch(starts, ids, typeIds);
  }

  public int sequences() {
    return starts.length - 1;
  }

  /// Tokens of all sequences together.
  public int tokens() {
    return ids.length;
  }

  /// Row of the first token of sequence `sequence`.
  public int start(int sequence) {
    return starts[sequence];
  }

  public int length(int sequence) {
    return starts[sequence + 1] - starts[sequence];
  }

  /// Row of the first token of each sequence, `[sequences]`.
  public int[] firstRows() {
    return java.util.Arrays.copyOf(starts, sequences());
  }

  /// Token ids, `[tokens]`. Not to be written to.
  public int[] ids() {
    return ids;
  }

  /// Token types, `[tokens]`. Not to be written to.
  public int[] typeIds() {
    return typeIds;
  }

  /// Position of each token within its sequence, counted from 0, `[tokens]`.
  public int[] positions() {
    int[] positions = new int[tokens()];
    for (int s = 0; s < sequences(); s++) {
      for (int t = 0; t < length(s); t++) {
        positions[start(s) + t] = t;
      }
    }
    return positions;
  }
}
