package podium.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import podium.RerankException.EngineFailure;
import podium.RerankException.ModelUnavailable;

/// A tokenizer in the native library. Calls compute on the calling thread.
final class NativeTokenizer implements TokenSource {

  private final TokenizersLibrary library;
  private final ReadWriteLock openness = new ReentrantReadWriteLock();

  /// 0 when closed. Read under the read lock, changed under the write lock.
  private long handle;

  private NativeTokenizer(TokenizersLibrary library, long handle) {
    this.library = library;
    this.handle = handle;
  }

  /// @param json the content of a `tokenizer.json` that [KnownPanics] let pass
  /// @throws ModelUnavailable if the library refuses it
  static NativeTokenizer of(String json) {
    TokenizersLibrary library = NativeTokenizers.library();
    try {
      return new NativeTokenizer(library, library.createTokenizerFromString(json));
    } catch (RuntimeException e) {
      throw new ModelUnavailable(
          "tokenizer.json is not usable: " + plain(String.valueOf(e.getMessage())));
    }
  }

  /// Without places in what we handed over, and without Rust.
  private static String plain(String message) {
    return message
        .replaceFirst(" at line \\d+ column \\d+$", "")
        .replaceFirst(
            "data did not match any variant of untagged enum (\\w+?)(Untagged|Wrapper)?$",
            "$1 is of no known kind");
  }

  @Override
  public int[] ids(String text) {
    return encoded(text, encoding -> toInts(library.getTokenIds(encoding)));
  }

  @Override
  public int[] words(String text) {
    return encoded(text, encoding -> toInts(library.getWordIds(encoding)));
  }

  @Override
  public CharSpan[] spans(String text) {
    return encoded(text, library::getTokenCharSpans);
  }

  @Override
  public String text(int[] ids) {
    long[] longs = Arrays.stream(ids).asLongStream().toArray();
    return whileOpen(() -> library.decode(handle, longs, false));
  }

  /// Hands the ids and words of all tokens of `text` to `reader`.
  <T> T read(String text, BiFunction<int[], int[], T> reader) {
    return encoded(
        text,
        encoding ->
            reader.apply(
                toInts(library.getTokenIds(encoding)), toInts(library.getWordIds(encoding))));
  }

  /// Lets `reader` read the encoding of `text`, which ends with this call.
  private <T> T encoded(String text, LongFunction<T> reader) {
    return whileOpen(() -> {
      long encoding = encode(wellFormed(text));
      try {
        return reader.apply(encoding);
      } finally {
        library.deleteEncoding(encoding);
      }
    });
  }

  private <T> T whileOpen(Supplier<T> call) {
    Lock open = openness.readLock();
    open.lock();
    try {
      if (handle == 0) {
        throw new IllegalStateException("the tokenizer is closed");
      }
      return call.get();
    } finally {
      open.unlock();
    }
  }

  private long encode(String text) {
    try {
      return library.encode(handle, text, false);
    } catch (RuntimeException e) {
      throw new EngineFailure("a text cannot be tokenized: " + e.getMessage(), e);
    }
  }

  private static int[] toInts(long[] longs) {
    int[] ints = new int[longs.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) longs[i];
    }
    return ints;
  }

  /// `text` with U+FFFD for each unpaired surrogate.
  static String wellFormed(String text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        i++;
      } else {
        repaired = repaired == null ? new StringBuilder(text) : repaired;
        repaired.setCharAt(i, '\uFFFD');
      }
    }
    return repaired == null ? text : repaired.toString();
  }

  @Override
  public void close() {
    Lock closing = openness.writeLock();
    closing.lock();
    try {
      if (handle != 0) {
        library.deleteTokenizer(handle);
        handle = 0;
      }
    } finally {
      closing.unlock();
    }
  }
}
