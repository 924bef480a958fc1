package podium.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;

/// Text to tokens, without template, cutting or padding. Thread-safe; closing waits for calls that
/// run.
interface TokenSource extends AutoCloseable {

  /// The token ids of `text`, without special tokens.
  int[] ids(String text);

  /// The number of its word for each token of `text`.
  int[] words(String text);

  /// The text that `ids` stand for, with U+FFFD where they end inside of a character.
  String text(int[] ids);

  /// For each token of `text` its span in Unicode characters.
  CharSpan[] spans(String text);

  /// Where the tokens of `text` may be parted.
  default Breaks breaks(String text) {
    return Breaks.of(words(text), spans(text));
  }

  @Override
  void close();
}
