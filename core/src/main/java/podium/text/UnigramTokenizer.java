package podium.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.RerankException.ModelUnavailable;

/// A Unigram tokenizer whose words come from the native library and whose pieces from
/// [UnigramModel].
///
/// The library reads the same `tokenizer.json` with another model: one whose tokens are the bytes
/// of the normalized text. So added tokens, normalizer and pre-tokenizer are the library's own.
final class UnigramTokenizer implements TokenSource {

  private static final int BYTES = 256;

  private final NativeTokenizer bytes;
  private final UnigramModel model;

  /// The ids of the library's tokens from 256 on.
  private final int[] addedIds;

  private UnigramTokenizer(NativeTokenizer bytes, UnigramModel model, int[] addedIds) {
    this.bytes = bytes;
    this.model = model;
    this.addedIds = addedIds;
  }

  /// Empty if the library shall do it all, see [UnigramModel#of].
  ///
  /// @param json the content of a `tokenizer.json`; its model is replaced
  static Optional<UnigramTokenizer> of(ObjectNode json) {
    Set<String> added = addedTokens(json);
    boolean ambiguous =
        added.stream().anyMatch(token -> token.codePointCount(0, token.length()) < 2);
    if (ambiguous) { // one character is a token of the library's, added or not
      return Optional.empty();
    }
    JsonNode stored = json.path("model");
    return UnigramModel.of(stored)
        .map(model -> {
          int[] ids = idsOf(added, stored.path("vocab"));
          json.set("model", byteModel(added));
          return new UnigramTokenizer(NativeTokenizer.of(json.toString()), model, ids);
        });
  }

  private static Set<String> addedTokens(ObjectNode json) {
    Set<String> added = new LinkedHashSet<>();
    json.path("added_tokens").forEach(token -> added.add(token.path("content").asText()));
    return added;
  }

  /// As the library numbers them: by the vocabulary, those that it lacks behind it.
  private static int[] idsOf(Set<String> added, JsonNode vocabulary) {
    Map<String, Integer> known = new HashMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      String piece = vocabulary.get(id).path(0).asText();
      if (added.contains(piece)) {
        known.put(piece, id);
      }
    }
    int next = vocabulary.size();
    int[] ids = new int[added.size()];
    int i = 0;
    for (String token : added) {
      Integer id = known.get(token);
      ids[i++] = id == null ? next++ : id;
    }
    return ids;
  }

  /// A byte-pair model without pairs, in which every character falls back to its bytes.
  private static ObjectNode byteModel(Set<String> added) {
    ObjectNode vocabulary = JsonNodeFactory.instance.objectNode();
    for (int b = 0; b < BYTES; b++) {
      vocabulary.put("<0x%02X>".formatted(b), b);
    }
    added.forEach(token -> vocabulary.put(token, vocabulary.size()));
    ObjectNode model = JsonNodeFactory.instance.objectNode();
    model.put("type", "BPE").put("byte_fallback", true).put("fuse_unk", false);
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.set("vocab", vocabulary);
    model.putArray("merges");
    return model;
  }

  @Override
  public int[] ids(String text) {
    return bytes.read(text, (tokens, words) -> pieces(tokens, words).ids());
  }

  @Override
  public int[] words(String text) {
    return bytes.read(
        text,
        (tokens, words) ->
            Arrays.stream(pieces(tokens, words).ends()).map(end -> words[end - 1]).toArray());
  }

  @Override
  public String text(int[] ids) {
    throw new ModelUnavailable(
        "tokenizer.json: a Unigram model cannot turn tokens back into text, which this prompt needs");
  }

  @Override
  public CharSpan[] spans(String text) {
    int[] ends = bytes.read(text, (tokens, words) -> pieces(tokens, words).ends());
    CharSpan[] spans = bytes.spans(text);
    CharSpan[] result = new CharSpan[ends.length];
    int start = 0;
    for (int i = 0; i < ends.length; i++) {
      result[i] = new CharSpan(spans[start].getStart(), spans[ends[i] - 1].getEnd());
      start = ends[i];
    }
    return result;
  }

  /// @param tokens bytes and added tokens
  /// @param words the word of each
  private Pieces pieces(int[] tokens, int[] words) {
    byte[] utf8 = new byte[tokens.length];
    for (int i = 0; i < utf8.length; i++) {
      utf8[i] = (byte) tokens[i];
    }
    var pieces = new Pieces(tokens.length);
    for (int start = 0; start < tokens.length; ) {
      int end = start + 1;
      while (end < tokens.length && words[end] == words[start]) {
        end++;
      }
      if (tokens[start] < BYTES) {
        model.segment(utf8, start, end, pieces);
      } else {
        pieces.piece(addedIds[tokens[start] - BYTES], end);
      }
      start = end;
    }
    return pieces;
  }

  /// Gathers pieces, of which there are no more than bytes.
  private static final class Pieces implements UnigramModel.Sink {

    private final int[] ids;
    private final int[] ends;
    private int count;

    Pieces(int most) {
      this.ids = new int[most];
      this.ends = new int[most];
    }

    @Override
    public void piece(int id, int end) {
      ids[count] = id;
      ends[count++] = end;
    }

    /// Of the pieces.
    int[] ids() {
      return Arrays.copyOf(ids, count);
    }

    /// Where each piece ends, counted in bytes and added tokens.
    int[] ends() {
      return Arrays.copyOf(ends, count);
    }
  }

  @Override
  public void close() {
    bytes.close();
  }
}
