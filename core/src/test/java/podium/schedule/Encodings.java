package podium.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import podium.tensor.Encoding;

/// Encodings that carry their own answer: every token id of one is the logit that
/// [RecordingNetwork] gives it.
final class Encodings {

  private Encodings() {}

  /// One encoding for each length; encoding `i` has the answer `i`.
  static List<Encoding> ofLengths(int... lengths) {
    return IntStream.range(0, lengths.length).mapToObj(i -> answering(i, lengths[i])).toList();
  }

  static List<Encoding> repeated(int count, int length) {
    return IntStream.range(0, count).mapToObj(i -> answering(i, length)).toList();
  }

  static Encoding answering(int answer, int length) {
    int[] ids = new int[length];
    Arrays.fill(ids, answer);
    return new Encoding(ids, new int[length], false);
  }
}
