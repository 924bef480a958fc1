package podium.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Sequences packed end to end, without padding: token `t` of sequence `s` is row `start(s) + t` of
/// every `[tokens, …]` tensor. Immutable.
///
/// In front come the prefixes that this batch computes for itself and for others, each a sequence
/// without a score; then the sequences that are scored, which may follow one of these prefixes or
/// one that another batch computes.
public final class Batch {

  private final List<Prefix> prefixes;
  private final List<Optional<Prefix>> before;
  private final List<List<PlacedPicture>> pictures;
  private final int[] starts;
  private final int[] ids;
  private final int[] typeIds;

  private Batch(List<Prefix> prefixes, List<Encoding> sequences) {
    this.prefixes = prefixes;
    this.before = sequences.stream().map(Encoding::prefix).toList();
    this.starts = new int[sequences.size() + 1];
    for (int s = 0; s < sequences.size(); s++) {
      starts[s + 1] = starts[s] + sequences.get(s).length();
    }
    this.pictures = new ArrayList<>();
    for (int s = 0; s < sequences.size(); s++) {
      pictures.add(PlacedPicture.shifted(sequences.get(s).pictures(), starts[s]));
    }
    this.ids = new int[starts[sequences.size()]];
    this.typeIds = new int[ids.length];
    for (int s = 0; s < sequences.size(); s++) {
      sequences.get(s).copyTo(ids, typeIds, starts[s]);
    }
  }

  /// Packs `encodings`, each at least one token long, in their order. Takes those of their prefixes
  /// that nobody has taken yet, so that this batch must be computed.
  public static Batch of(List<Encoding> encodings) {
    List<Prefix> taken =
        encodings.stream()
            .flatMap(encoding -> encoding.prefix().stream())
            .distinct()
            .filter(Prefix::take)
            .toList();
    var sequences = new ArrayList<Encoding>();
    for (Prefix prefix : taken) {
      var alone = new Encoding(prefix.ids(), new int[prefix.length()], false);
      sequences.add(alone.showing(prefix.pictures()));
    }
    sequences.addAll(encodings);
    return new Batch(taken, sequences);
  }

  /// The prefixes that are the first sequences of this batch.
  public List<Prefix> prefixes() {
    return prefixes;
  }

  /// The prefix that sequence `sequence` follows.
  public Optional<Prefix> before(int sequence) {
    return before.get(sequence);
  }

  /// Sequences of these lengths whose tokens are of no interest: patches of images.
  public static Batch ofLengths(List<Integer> lengths) {
    return new Batch(
        List.of(),
        lengths.stream()
            .map(length -> new Encoding(new int[length], new int[length], false))
            .toList());
  }

  /// All sequences, prefixes included.
  public int sequences() {
    return starts.length - 1;
  }

  /// Tokens of all sequences together.
  public int tokens() {
    return ids.length;
  }

  /// Row of the first token of sequence `sequence`.
  public int start(int sequence) {
    return starts[sequence];
  }

  public int length(int sequence) {
    return starts[sequence + 1] - starts[sequence];
  }

  /// Position of the first token of sequence `sequence`: as many as its prefix has.
  public int firstPosition(int sequence) {
    return before(sequence).map(Prefix::length).orElse(0);
  }

  /// Row of the first token of each sequence, `[sequences]`.
  public int[] firstRows() {
    return Arrays.copyOf(starts, sequences());
  }

  /// Row of the last token of each sequence that is scored, `[sequences − prefixes]`.
  public int[] lastRows() {
    int[] rows = new int[sequences() - prefixes.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = starts[prefixes.size() + i + 1] - 1;
    }
    return rows;
  }

  /// What sequence `sequence` shows, at rows of this batch, in the order of their places; not what
  /// comes before it in a prefix.
  public List<PlacedPicture> pictures(int sequence) {
    return List.copyOf(pictures.get(sequence));
  }

  /// What all sequences show, at rows of this batch.
  public List<PlacedPicture> pictures() {
    return pictures.stream().flatMap(List::stream).toList();
  }

  /// Token ids, `[tokens]`. Not to be written to.
  public int[] ids() {
    return ids;
  }

  /// Token types, `[tokens]`. Not to be written to.
  public int[] typeIds() {
    return typeIds;
  }

  /// Position of each token within its sequence, counted from 0, or from where its prefix ends,
  /// `[tokens]`.
  public int[] positions() {
    int[] positions = new int[tokens()];
    for (int s = 0; s < sequences(); s++) {
      int first = firstPosition(s);
      for (int t = 0; t < length(s); t++) {
        positions[start(s) + t] = first + t;
      }
    }
    return positions;
  }

  /// Says of the batch's prefixes that nothing more will be kept of them, because the batch was
  /// computed or failed. Who waits in vain fails, too.
  public void end() {
    prefixes.forEach(Prefix::end);
  }
}
