package podium.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Knows where a text may be cut so that the tokens before the cut stay what they are: what follows
/// a boundary has no influence on the tokens before it.
///
/// A boundary is a space or line feed after a letter, digit or punctuation mark, or an ideographic
/// full stop or comma after a letter or digit. Such a place is safe because
///
/// - no normalizer in [#LOCAL_NORMALIZERS] makes one character of the two or looks further: Unicode
///   composition stops there, a new grapheme begins there (all characters that the next would join,
///   of grapheme class Prepend, are format characters or [#JOINS_WHAT_FOLLOWS]), and removing or
///   collapsing spaces begins at the space;
/// - the first pre-tokenizer ends a word there, or no piece of a Unigram vocabulary reaches across;
/// - models see one word at a time, and Unigram's best path passes through a place that no piece
///   reaches across;
/// - no added token has white space after something else in it.
///
/// Where any of this is not known to hold, there are no boundaries.
final class WordBoundaries {

  private static final Set<String> LOCAL_NORMALIZERS =
      Set.of(
          "BertNormalizer",
          "Lowercase",
          "NFC",
          "NFD",
          "NFKC",
          "NFKD",
          "Precompiled",
          "Strip",
          "StripAccents");

  private static final String IDEOGRAPHIC = "\u3002\u3001";

  /// What Metaspace makes of a space.
  private static final char SPACE = '\u2581';

  /// Malayalam letter dot reph.
  private static final char JOINS_WHAT_FOLLOWS = '\u0D4E';

  /// How Qwen splits texts, tiktoken's `cl100k_base` with single digits. Runs of letters, of marks
  /// and of white space end before a space that has none before it.
  private static final String QWEN =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}|"
          + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /// How Llama 3 splits texts: the same with up to three digits.
  private static final String LLAMA_3 = QWEN.replace("|\\p{N}|", "|\\p{N}{1,3}|");

  private static final Pattern SPACE_AFTER_SOMETHING = Pattern.compile("\\S\\s");

  private final String breaks;
  private final Predicate<String> endsTag;

  private WordBoundaries(String breaks, Predicate<String> endsTag) {
    this.breaks = breaks;
    this.endsTag = endsTag;
  }

  static WordBoundaries of(TokenizerJson json) {
    boolean local = isLocal(json.normalizer()) && areLocal(json.addedTokens());
    boolean splitsTags = local && isKnown(first(json.preTokenizer()));
    List<String> added =
        json.addedTokens().valueStream().map(t -> t.path("content").asText()).toList();
    return new WordBoundaries(
        local ? breaksOf(json.preTokenizer(), json.vocabulary()) : "",
        end -> splitsTags && added.stream().noneMatch(token -> token.contains(end)));
  }

  /// The last boundary of `text` in `(from, to]`, or `from` if there is none. Cut before it.
  int last(String text, int from, int to) {
    for (int at = breaks.isEmpty() ? from : to; at > from; at--) {
      if (isBoundary(text.charAt(at - 1), text.charAt(at))) {
        return at;
      }
    }
    return from;
  }

  /// The last boundary of `text`, or its last place between a letter and the sign that ends a tag
  /// (`<Document` and `>`), whichever comes later; 0 if there is none. With Qwen's splitting a run
  /// of letters ends there, unless an added token reaches across.
  int lastSplit(String text) {
    for (int at = text.length() - 1; at > 0; at--) {
      if (isAt(text, at) || isEndOfTag(text, at)) {
        return at;
      }
    }
    return 0;
  }

  private boolean isEndOfTag(String text, int at) {
    char before = text.charAt(at - 1);
    boolean letter = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z');
    return letter && text.charAt(at) == '>' && endsTag.test(text.substring(at - 1, at + 1));
  }

  /// Whether a boundary lies in `text` at `at`.
  boolean isAt(String text, int at) {
    return isBoundary(text.charAt(at - 1), text.charAt(at));
  }

  private boolean isBoundary(char before, char after) {
    return breaks.indexOf(after) >= 0
        && (isLetterOrDigit(before) || (isPunctuation(before) && IDEOGRAPHIC.indexOf(after) < 0));
  }

  private static boolean isLetterOrDigit(char c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER ->
          c != JOINS_WHAT_FOLLOWS;
      default -> false;
    };
  }

  private static boolean isPunctuation(char c) {
    return switch (Character.getType(c)) {
      case Character.OTHER_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.DASH_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  private static boolean isLocal(JsonNode normalizer) {
    if (normalizer.isMissingNode() || normalizer.isNull()) {
      return true;
    }
    return switch (normalizer.path("type").asText()) {
      case "Sequence" -> normalizer.path("normalizers").valueStream().allMatch(n -> isLocal(n));
      case "Replace" -> normalizer.at("/pattern/Regex").asText().equals(" {2,}");
      case String type -> LOCAL_NORMALIZERS.contains(type);
    };
  }

  private static boolean areLocal(JsonNode addedTokens) {
    return addedTokens
        .valueStream()
        .noneMatch(t -> SPACE_AFTER_SOMETHING.matcher(t.path("content").asText()).find());
  }

  /// The characters before which a word always ends.
  private static String breaksOf(JsonNode preTokenizer, JsonNode vocabulary) {
    return switch (preTokenizer.path("type").asText()) {
      case "Sequence" -> breaksOf(first(preTokenizer), vocabulary);
      case "BertPreTokenizer", "Whitespace" -> " \n" + IDEOGRAPHIC;
      case "ByteLevel" -> preTokenizer.path("use_regex").asBoolean(true) ? " \n" + IDEOGRAPHIC : "";
      case "Split" -> isKnown(preTokenizer) ? " " + IDEOGRAPHIC : "";
      case "WhitespaceSplit" -> " \n" + uncrossed(vocabulary);
      case "Metaspace" ->
          preTokenizer.path("split").asBoolean(true) ? " " + uncrossed(vocabulary) : "";
      default -> "";
    };
  }

  /// The pre-tokenizer that splits first.
  private static JsonNode first(JsonNode preTokenizer) {
    return preTokenizer.path("type").asText().equals("Sequence")
        ? first(preTokenizer.path("pretokenizers").path(0))
        : preTokenizer;
  }

  private static boolean isKnown(JsonNode split) {
    return split.path("type").asText().equals("Split")
        && Set.of(QWEN, LLAMA_3).contains(split.at("/pattern/Regex").asText())
        && split.path("behavior").asText().equals("Isolated")
        && !split.path("invert").asBoolean();
  }

  /// Those ideographic marks that are pieces of a Unigram vocabulary; none if there is a piece with
  /// one of them after anything but punctuation or a space.
  private static String uncrossed(JsonNode vocabulary) {
    Set<String> marks = new HashSet<>();
    for (JsonNode piece : vocabulary) {
      String name = piece.path(0).asText();
      if (name.length() == 1 && IDEOGRAPHIC.contains(name)) {
        marks.add(name);
      } else if (crosses(name)) {
        return "";
      }
    }
    return String.join("", marks);
  }

  private static boolean crosses(String piece) {
    for (int at = 1; at < piece.length(); at++) {
      char before = piece.charAt(at - 1);
      if (IDEOGRAPHIC.indexOf(piece.charAt(at)) >= 0 && !isPunctuation(before) && before != SPACE) {
        return true;
      }
    }
    return false;
  }
}
