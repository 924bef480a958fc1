package podium.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.RerankException.EngineFailure;
import podium.RerankException.ModelUnavailable;
import podium.SpecialTokens;

/// A `tokenizer.json` at work: text to token ids, without template, cutting or padding.
///
/// Unpaired surrogates are read as U+FFFD. Thread-safe; holds native memory until closed. A call
/// computes in native code on the calling thread, some 2 µs per token.
public final class Tokenizer implements AutoCloseable {

  /// At most so much of a text is read, in UTF-16 units: a bound on the native library's time and
  /// memory for one text (about a second and 300 MB at worst), well below the ten million
  /// characters at which its regular expressions panic. What follows is left out, which matters
  /// only to a text that has fewer tokens in so many characters than a model can take.
  static final int MAX_CHARACTERS = 1 << 19;

  /// English has 4 to 5 characters per token, other languages fewer.
  private static final int LIKELY_CHARACTERS_PER_TOKEN = 6;

  /// A letter that hardly a vocabulary has (cuneiform).
  private static final String UNKNOWN = Character.toString(0x1242B);

  private final TokenSource tokenizer;
  private final WordBoundaries boundaries;

  private Tokenizer(TokenSource tokenizer, WordBoundaries boundaries) {
    this.tokenizer = tokenizer;
    this.boundaries = boundaries;
  }

  /// Loads a `tokenizer.json`.
  ///
  /// @throws ModelUnavailable if it is not there or broken; the message says how
  public static Tokenizer load(Path tokenizerJson, SpecialTokens mode) {
    return of(TokenizerJson.read(tokenizerJson), mode);
  }

  /// The tokenizer that `json` describes.
  ///
  /// @throws ModelUnavailable if it is broken; the message says how
  public static Tokenizer of(TokenizerJson json, SpecialTokens mode) {
    KnownPanics.check(json);
    var tokenizer = new Tokenizer(source(json.forEncoding(mode)), WordBoundaries.of(json));
    try {
      tokenizer.encode(UNKNOWN);
    } catch (EngineFailure e) {
      tokenizer.close();
      throw new ModelUnavailable("tokenizer.json is not usable: " + e.getMessage());
    }
    return tokenizer;
  }

  static TokenSource source(ObjectNode json) {
    Optional<UnigramTokenizer> unigram = UnigramTokenizer.of(json);
    return unigram.isPresent() ? unigram.get() : NativeTokenizer.of(json.toString());
  }

  /// All tokens of `text`, or as many as its first [#MAX_CHARACTERS] have.
  public Tokens encode(String text) {
    return encode(text, Integer.MAX_VALUE);
  }

  /// The first `limit` tokens of `text`, or all if there are fewer. Of a long text only as much is
  /// read as is needed, if its words tell where it can be cut.
  public Tokens encode(String text, int limit) {
    String source = "";
    int[] ids = {};
    for (int cut : cuts(text, limit)) {
      source = text.substring(0, cut);
      ids = tokenizer.ids(source);
      if (ids.length > limit) {
        return new Tokens(source, Arrays.copyOf(ids, limit), false);
      }
    }
    return new Tokens(source, ids, source.length() == text.length());
  }

  /// Whether the tokens of a text that begins with `beginning` are those of `beginning` without its
  /// last character, and then those of the rest.
  boolean splitsBeforeTheLastOf(String beginning) {
    int last = beginning.length() - 1;
    return last > 0 && boundaries.isAt(beginning, last);
  }

  /// The last place in `beginning` that splits every text that begins with it: the tokens of the
  /// text are those up to there, and then those of the rest. 0 if none is known.
  int lastSplitOf(String beginning) {
    return boundaries.lastSplit(beginning);
  }

  /// All tokens of `text`, or as many as its last [#MAX_CHARACTERS] have.
  Tokens encodeEnd(String text) {
    int start = Math.max(0, text.length() - MAX_CHARACTERS);
    if (start > 0 && Character.isLowSurrogate(text.charAt(start))) {
      start++;
    }
    String source = text.substring(start);
    return new Tokens(source, tokenizer.ids(source), start == 0);
  }

  /// Where to cut `text` in order to find its first `tokens` tokens: places that do not change the
  /// tokens before them, each about twice as far as the one before. The last is the end of what we
  /// read.
  private int[] cuts(String text, int tokens) {
    int end = Math.min(text.length(), MAX_CHARACTERS);
    IntStream.Builder cuts = IntStream.builder();
    int cut = 0;
    long next = Math.max(1L, tokens) * LIKELY_CHARACTERS_PER_TOKEN;
    for (; next < end; next *= 2) {
      int boundary = boundaries.last(text, cut, (int) next);
      if (boundary > cut) {
        cut = boundary;
        cuts.add(cut);
      }
    }
    return cuts.add(end < text.length() ? longestCut(text) : end).build().toArray();
  }

  private int longestCut(String text) {
    int half = MAX_CHARACTERS / 2;
    int cut = boundaries.last(text, half, MAX_CHARACTERS);
    if (cut > half) {
      return cut;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1));
    return splitsPair ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
  }

  /// How many tokens of `text` there are up to the end of the word that token `count`, counted from
  /// 1, belongs to.
  int wordEnd(String text, int count) {
    int end = 0;
    for (int cut : cuts(text, count)) {
      int[] words = tokenizer.words(text.substring(0, cut));
      end = Math.min(count, words.length);
      while (end < words.length && words[end] == words[count - 1]) {
        end++;
      }
      if (end < words.length) {
        return end;
      }
    }
    return end;
  }

  /// The text of the tokens `[from, to)` of a text, as its normalizer left it.
  String text(Tokens tokens, int from, int to) {
    return tokenizer.text(Arrays.copyOfRange(tokens.ids(), from, to));
  }

  /// What each token of `tokens` stands for in the text that they were made of. Tokenizes it again,
  /// so ask once.
  public Spans spans(Tokens tokens) {
    return Spans.of(tokens.source(), tokenizer.spans(tokens.source()), tokens.size());
  }

  /// Where the text of `tokens` may be broken. Tokenizes it again, so ask once.
  Breaks breaks(Tokens tokens) {
    return tokenizer.breaks(tokens.source());
  }

  /// Waits for calls that run.
  @Override
  public void close() {
    tokenizer.close();
  }
}
