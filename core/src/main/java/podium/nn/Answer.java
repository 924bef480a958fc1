package podium.nn;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import podium.RerankException.ModelUnavailable;
import podium.model.ModelFiles;
import podium.model.Recognition.Template;
import podium.tensor.StoredTensor;

/// What a causal language model may say to the question whether a document is relevant. Its logit
/// is that of the token that affirms, less that of the token that denies, if there is one.
enum Answer {
  YES_OR_NO(Template.QWEN3_RERANKER, "yes", Optional.of("no")),
  ONE_OR_ZERO(Template.MXBAI_V2, "1", Optional.of("0")),
  YES(Template.BGE_GEMMA, "Yes", Optional.empty()),
  YES_OF_ZERANK(Template.ZERANK, "Yes", Optional.empty());

  private final Template template;
  private final String affirming;
  private final Optional<String> denying;

  Answer(Template template, String affirming, Optional<String> denying) {
    this.template = template;
    this.affirming = affirming;
    this.denying = denying;
  }

  /// The ids of an answer's tokens.
  record Tokens(int affirming, Optional<Integer> denying) {

    /// The row of an output layer that yields the logit.
    ///
    /// @param head `[vocabulary, hidden]`
    /// @return `[1, hidden]`
    StoredTensor row(StoredTensor head) {
      float[] row = row(head, affirming);
      if (denying.isPresent()) {
        float[] other = row(head, denying.get());
        for (int i = 0; i < row.length; i++) {
          row[i] -= other[i];
        }
      }
      return StoredTensor.of(head.name(), row, 1, row.length);
    }

    private static float[] row(StoredTensor head, int id) {
      if (id >= head.dimension(0)) {
        throw new ModelUnavailable(
            "the answer has token id %d, but %s has only %d rows"
                .formatted(id, head.name(), head.dimension(0)));
      }
      return head.rows(id, id + 1).toFloats();
    }
  }

  /// The prompt that asks for this answer.
  Template template() {
    return template;
  }

  /// The ids in `tokenizer.json`, or empty if it lacks a token.
  Optional<Tokens> tokens(ModelFiles files) {
    Map<String, Integer> ids = files.tokenIds(spellings());
    return Optional.ofNullable(ids.get(affirming))
        .filter(_ -> ids.size() == spellings().size())
        .map(id -> new Tokens(id, denying.map(ids::get)));
  }

  private Set<String> spellings() {
    Set<String> spellings = new TreeSet<>(Set.of(affirming));
    denying.ifPresent(spellings::add);
    return spellings;
  }

  @Override
  public String toString() {
    return denying.map(no -> affirming + " or " + no).orElse(affirming);
  }
}
