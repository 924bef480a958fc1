package podium.api;

import java.util.List;
import podium.Scores;

/// What a client should know of an answer that is right, but perhaps not what was meant.
public final class Warnings {

  static final String INSTRUCTION_IGNORED = "instruction was ignored: the model takes none";

  private Warnings() {}

  /// Warns of documents that were cut.
  public static List<String> of(Scores scores) {
    int cut = scores.truncatedDocuments();
    return cut == 0
        ? List.of()
        : List.of(
            "%d of %d documents were longer than the limit and were cut"
                .formatted(cut, scores.size()));
  }
}
