package podium.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/// A vocabulary of made-up words, one token each, and texts made of them, so that a benchmark knows
/// exactly how many tokens it asks for.
public final class WordTokenizer {

  /// Other tokens come first: `[PAD]`, `[UNK]`, `[CLS]`, `[SEP]`, two answers, two markers, what
  /// stands for images, and the answers that other prompts ask for.
  private static final int FIRST_WORD = 14;

  private WordTokenizer() {}

  /// The text of a `tokenizer.json` with `vocabulary` entries.
  static String json(int vocabulary) {
    var words = new StringBuilder();
    for (int id = FIRST_WORD; id < vocabulary; id++) {
      words.append(",\"w").append(id).append("\":").append(id);
    }
    return """
    {"version": "1.0", "truncation": null, "padding": null,
     "added_tokens": [%s, %s, %s, %s, %s, %s, %s, %s, %s],
     "normalizer": null,
     "pre_tokenizer": {"type": "WhitespaceSplit"},
     "post_processor": {"type": "TemplateProcessing",
      "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
      "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
       {"Sequence": {"id": "B", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
      "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
     "decoder": null,
     "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"yes":4,"no":5,"<|embed_token|>":6,"<|rerank_token|>":7,
      "<|vision_start|>":8,"<|image_pad|>":9,"<|vision_end|>":10,"Yes":11,"1":12,"0":13%s}}}
    """
        .formatted(
            special(0, "[PAD]"),
            special(1, "[UNK]"),
            special(2, "[CLS]"),
            special(3, "[SEP]"),
            special(6, "<|embed_token|>"),
            special(7, "<|rerank_token|>"),
            special(8, "<|vision_start|>"),
            special(9, "<|image_pad|>"),
            special(10, "<|vision_end|>"),
            words);
  }

  private static String special(int id, String content) {
    return "{\"id\": %d, \"content\": \"%s\", \"single_word\": false, \"lstrip\": false, \"rstrip\": false, \"normalized\": false, \"special\": true}"
        .formatted(id, content);
  }

  /// A text of exactly `tokens` tokens.
  static String text(int tokens, int vocabulary, SplittableRandom random) {
    var words = new StringBuilder();
    for (int i = 0; i < tokens; i++) {
      words.append(i == 0 ? "w" : " w").append(random.nextInt(FIRST_WORD, vocabulary));
    }
    return words.toString();
  }

  /// Lengths of `count` pairs in tokens, special tokens included: lognormal with that spread,
  /// scaled to that mean, each at least 16 and at most `longest`; the same for the same arguments.
  public static List<Integer> lengths(int count, int mean, double spread, int longest) {
    var random = new Random(count * 31L + mean);
    var raw = new ArrayList<Double>();
    for (int i = 0; i < count; i++) {
      raw.add(Math.exp(spread * random.nextGaussian()));
    }
    double scale = mean * (double) count / raw.stream().mapToDouble(Double::doubleValue).sum();
    return raw.stream()
        .map(value -> (int) Math.round(value * scale))
        .map(length -> Math.clamp(length, 16, longest))
        .toList();
  }
}
