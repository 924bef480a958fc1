package podium.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import podium.RerankException.ModelUnavailable;

/// The segmentation of a word into the pieces whose scores have the highest sum (Kudo 2018,
/// *Subword Regularization*), as the tokenizers library does it: `encode_optimized` in
/// `tokenizers/src/models/unigram/model.rs`.
///
/// Its own memory is a fifteenth of the library's, which keeps a hash map per trie node (see
/// `docs/adr/0011-unigram.md`). Immutable.
final class UnigramModel {

  /// What an unknown character scores below the least piece.
  private static final double UNKNOWN_PENALTY = 10;

  private final PieceTrie pieces = new PieceTrie();
  private final double[] scores;
  private final int unknownId;
  private final double unknownScore;

  private UnigramModel(JsonNode vocabulary, int unknownId) {
    this.scores = new double[vocabulary.size()];
    this.unknownId = unknownId;
    double least = Double.POSITIVE_INFINITY;
    for (int id = 0; id < scores.length; id++) {
      String piece = vocabulary.get(id).path(0).asText();
      scores[id] = vocabulary.get(id).path(1).asDouble();
      least = Math.min(least, scores[id]);
      if (!piece.isEmpty()) {
        pieces.put(piece.getBytes(StandardCharsets.UTF_8), id);
      }
    }
    this.unknownScore = least - UNKNOWN_PENALTY;
  }

  /// Empty if `model` is of another kind, or one of the variants that the library shall compute:
  /// with byte fallback, or without a piece for what is unknown.
  ///
  /// @param model the member `model` of a `tokenizer.json`
  /// @throws ModelUnavailable if the vocabulary is broken
  static Optional<UnigramModel> of(JsonNode model) {
    JsonNode vocabulary = model.path("vocab");
    boolean unigram = model.path("type").asText("Unigram").equals("Unigram");
    int unknown = model.path("unk_id").asInt(-1);
    if (!unigram
        || !vocabulary.isArray()
        || model.path("byte_fallback").asBoolean()
        || unknown < 0
        || unknown >= vocabulary.size()) {
      return Optional.empty();
    }
    check(vocabulary);
    return Optional.of(new UnigramModel(vocabulary, unknown));
  }

  private static void check(JsonNode vocabulary) {
    for (int id = 0; id < vocabulary.size(); id++) {
      JsonNode piece = vocabulary.get(id);
      if (piece.size() != 2 || !piece.path(0).isTextual() || !piece.path(1).isNumber()) {
        throw new ModelUnavailable(
            "tokenizer.json is not usable: piece %d of model.vocab is not [text, score]"
                .formatted(id));
      }
    }
  }

  /// Takes the pieces of a word, in order.
  interface Sink {
    /// The next piece.
    ///
    /// @param end of the piece in the array of bytes
    void piece(int id, int end);
  }

  /// Cuts the word `text[from, to)` into pieces. Neighbouring unknown characters are one.
  ///
  /// @param text UTF-8
  void segment(byte[] text, int from, int to, Sink sink) {
    int[] starts = new int[to - from + 1];
    int[] ids = new int[to - from + 1];
    bestPath(text, from, to, starts, ids);

    int[] ends = new int[to - from];
    int count = 0;
    for (int end = to - from; end > 0; end = starts[end]) {
      ends[count++] = end;
    }
    for (int i = count - 1; i >= 0; i--) {
      boolean fused = ids[ends[i]] == unknownId && i > 0 && ids[ends[i - 1]] == unknownId;
      if (!fused) {
        sink.piece(ids[ends[i]], from + ends[i]);
      }
    }
  }

  /// Fills in, for each place of the word that a piece ends at, the best last piece up to there.
  private void bestPath(byte[] text, int from, int to, int[] starts, int[] ids) {
    double[] best = new double[to - from + 1];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    best[0] = 0;
    for (int start = from; start < to; ) {
      int character = Math.min(characterBytes(text[start]), to - start);
      boolean known = false;
      int node = PieceTrie.ROOT;
      for (int at = start; at < to; at++) {
        node = pieces.child(node, text[at]);
        if (node == PieceTrie.NONE) {
          break;
        }
        int id = pieces.number(node);
        if (id != PieceTrie.NONE) {
          known |= at + 1 - start == character;
          offer(best, starts, ids, start - from, at + 1 - from, id, scores[id]);
        }
      }
      if (!known) {
        int end = start - from + character;
        offer(best, starts, ids, start - from, end, unknownId, unknownScore);
      }
      start += character;
    }
  }

  private static void offer(
      double[] best, int[] starts, int[] ids, int start, int end, int id, double score) {
    double candidate = best[start] + score;
    if (candidate > best[end]) {
      best[end] = candidate;
      starts[end] = start;
      ids[end] = id;
    }
  }

  private static int characterBytes(byte first) {
    int ones = Integer.numberOfLeadingZeros(~(first << 24));
    return Math.max(ones, 1);
  }
}
