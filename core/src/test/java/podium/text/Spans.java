package podium.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.nio.file.Path;
import podium.SpecialTokens;

/// Which part of a text each of its tokens stands for, as positions in its [String]. Spans may
/// touch, leave out white space, or be equal: several tokens can make up one character.
public final class Spans {

  private final int[] starts;
  private final int[] ends;

  private Spans(int[] starts, int[] ends) {
    this.starts = starts;
    this.ends = ends;
  }

  /// What each token of `tokens` stands for in the text that they were made of.
  public static Spans of(Path tokenizerJson, SpecialTokens mode, Tokens tokens) {
    try (TokenSource source =
        Tokenizer.source(TokenizerJson.read(tokenizerJson).forEncoding(mode))) {
      return of(tokens.source(), source.spans(tokens.source()), tokens.size());
    }
  }

  /// @param characters the first `count` spans of `text`, in Unicode characters
  private static Spans of(String text, CharSpan[] characters, int count) {
    int[] positions = positions(text);
    int last = positions.length - 1;
    int[] starts = new int[count];
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      // odd tokenizers report places behind the end
      starts[i] = positions[Math.min(characters[i].getStart(), last)];
      ends[i] = positions[Math.min(characters[i].getEnd(), last)];
    }
    return new Spans(starts, ends);
  }

  /// Where each Unicode character begins, and the end of the text.
  private static int[] positions(String text) {
    int[] positions = new int[text.codePointCount(0, text.length()) + 1];
    for (int i = 1; i < positions.length; i++) {
      positions[i] = text.offsetByCodePoints(positions[i - 1], 1);
    }
    return positions;
  }

  public int size() {
    return starts.length;
  }

  /// Position of the token's first character.
  public int start(int token) {
    return starts[token];
  }

  /// Position after the token's last character.
  public int end(int token) {
    return ends[token];
  }
}
