package podium.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.LengthLimits;
import podium.RerankException.InvalidRequest;
import podium.tensor.Encoding;

/// The query of one request to a listwise model. Cuts its documents into passages, shares these out
/// to blocks, and makes the prompt of each block. Thread-safe.
///
/// @param query cut to length
/// @param instruction likewise
/// @param room for passages
public record BlockQuery(
    Tokenizer tokenizer,
    BlockPrompt prompt,
    Excerpt query,
    Optional<Excerpt> instruction,
    BlockLimits room,
    LengthLimits limits) {

  /// What is read of `document`: one passage, or several if it is long and the request's limits
  /// allow it. They do not overlap.
  ///
  /// @param index which document of the request it is, for complaints
  /// @throws InvalidRequest if the request's limits refuse to cut one that is too long
  public List<Excerpt> passages(String document, int index) {
    long oneTooMany = (long) room.passage() * limits.windows() + 1;
    Tokens tokens = tokenizer.encode(document, (int) Math.min(oneTooMany, limits.document()));
    List<Integer> bounds = bounds(tokens);
    boolean leftOut = bounds.getLast() < tokens.size();
    boolean unread = !tokens.complete() && tokens.size() < limits.document();
    if (limits.refuseTruncation() && (leftOut || unread)) {
      throw tooLong(document, index);
    }
    boolean truncated = leftOut || !tokens.complete() || isCut();
    if (bounds.getLast() < longestPassage()) {
      return List.of(new Excerpt(tokens.source(), tokens.size(), truncated));
    }
    return IntStream.range(0, bounds.size() - 1)
        .mapToObj(i -> passage(tokens, bounds.get(i), bounds.get(i + 1), truncated))
        .toList();
  }

  private boolean isCut() {
    return query.truncated() || instruction.filter(Excerpt::truncated).isPresent();
  }

  /// Where each passage begins, and where the last one ends.
  private List<Integer> bounds(Tokens tokens) {
    if (tokens.size() <= room.passage() || limits.windows() == 1) {
      return List.of(0, Math.min(tokens.size(), room.passage()));
    }
    return tokenizer.breaks(tokens).parts(tokens.size(), room.passage(), limits.windows());
  }

  private Excerpt passage(Tokens tokens, int from, int to, boolean truncated) {
    return new Excerpt(tokenizer.text(tokens, from, to), to - from, truncated);
  }

  private InvalidRequest tooLong(String document, int index) {
    Tokens tokens = tokenizer.encode(document, limits.document());
    boolean all = tokens.complete() || tokens.size() == limits.document();
    return new InvalidRequest(
        "documents[%d] does not fit: it has %s%d tokens, but max_length and the model allow %d%s"
            .formatted(
                index,
                all ? "" : "more than ",
                tokens.size(),
                room.passage(),
                limits.windows() == 1
                    ? ""
                    : " in each of max_chunks_per_doc windows, which is " + limits.windows()));
  }

  /// Shares out passages, in their order. A block is full when there may not be room for another
  /// passage, or when it has as many as the model was made for.
  public List<List<Excerpt>> blocks(List<Excerpt> passages) {
    List<List<Excerpt>> blocks = new ArrayList<>();
    List<Excerpt> block = new ArrayList<>();
    int left = room.all();
    for (Excerpt passage : passages) {
      block.add(passage);
      left -= passage.tokens();
      if (block.size() == room.passages() || left <= longestPassage()) {
        blocks.add(List.copyOf(block));
        block.clear();
        left = room.all();
      }
    }
    if (!block.isEmpty()) {
      blocks.add(block);
    }
    return blocks;
  }

  private int longestPassage() {
    return Math.min(room.passage(), limits.document());
  }

  /// The sequence of one block.
  public Encoding encode(List<Excerpt> block) {
    Tokens tokens =
        prompt.tokens(
            clean(query),
            instruction.map(BlockQuery::clean),
            block.stream().map(BlockQuery::clean).toList(),
            tokenizer);
    boolean truncated = block.stream().anyMatch(Excerpt::truncated);
    return new Encoding(tokens.ids(), new int[tokens.size()], truncated);
  }

  private static String clean(Excerpt excerpt) {
    return BlockPrompt.withoutMarkers(excerpt.text());
  }
}
