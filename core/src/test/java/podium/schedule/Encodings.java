package podium.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import podium.tensor.Encoding;

/// Encodings that carry their own answer: every token id of one is the logit that
/// [RecordingNetwork] gives it. No two are alike, unless it says so.
final class Encodings {

  private static final AtomicInteger SERIAL = new AtomicInteger();

  private Encodings() {}

  /// One encoding for each length; encoding `i` has the answer `i`.
  static List<Encoding> ofLengths(int... lengths) {
    return IntStream.range(0, lengths.length).mapToObj(i -> answering(i, lengths[i])).toList();
  }

  static List<Encoding> repeated(int count, int length) {
    return IntStream.range(0, count).mapToObj(i -> answering(i, length)).toList();
  }

  static Encoding answering(int answer, int length) {
    return of(answer, length, SERIAL.incrementAndGet());
  }

  /// Alike for equal answers and lengths.
  static Encoding alike(int answer, int length) {
    return of(answer, length, 0);
  }

  private static Encoding of(int answer, int length, int type) {
    int[] ids = new int[length];
    Arrays.fill(ids, answer);
    int[] types = new int[length];
    Arrays.fill(types, type);
    return new Encoding(ids, types, false);
  }
}
