package podium.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Before which tokens of a text it may be broken into parts that can be read alone: best where a
/// word of the tokenizer begins, else at least where a character begins. Several tokens can make up
/// one character, and one character can be several words.
final class Breaks {

  /// This fraction of a part may stay empty for a word to be whole.
  private static final int WORD_FRACTION = 4;

  private final BitSet words;
  private final BitSet characters;

  private Breaks(BitSet words, BitSet characters) {
    this.words = words;
    this.characters = characters;
  }

  /// @param wordOf the number of its word for each token
  /// @param spanOf what each token stands for, in Unicode characters
  static Breaks of(long[] wordOf, CharSpan[] spanOf) {
    var words = new BitSet(wordOf.length);
    var characters = new BitSet(wordOf.length);
    for (int i = 1; i < wordOf.length; i++) {
      boolean newCharacter = spanOf[i].getStart() >= spanOf[i - 1].getEnd();
      characters.set(i, newCharacter);
      words.set(i, newCharacter && wordOf[i] != wordOf[i - 1]);
    }
    return new Breaks(words, characters);
  }

  /// Breaks the first `count` tokens into parts of at most `size`, each as long as it can be. A
  /// part ends with a word, unless that word fills more than a quarter of a part; then with a
  /// character, unless that fills a whole one.
  ///
  /// @param most so many parts at most; what they have no room for is left out
  /// @return where each part begins, and where the last one ends
  List<Integer> parts(int count, int size, int most) {
    List<Integer> ends = new ArrayList<>(List.of(0));
    while (ends.getLast() < count && ends.size() <= most) {
      ends.add(end(ends.getLast(), count, size));
    }
    return ends;
  }

  private int end(int start, int count, int size) {
    if (count - start <= size) {
      return count;
    }
    int full = start + size;
    int word = words.previousSetBit(full);
    if (full - word <= size / WORD_FRACTION) {
      return word;
    }
    int character = characters.previousSetBit(full);
    return character > start ? character : full;
  }
}
