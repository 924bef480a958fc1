package podium.model;

import java.util.List;
import java.util.stream.Collectors;
import podium.RawScore;
import podium.RerankException.ModelUnavailable;
import podium.model.Family.Verified;

/// What a family says of a directory that it recognised.
///
/// @param family [Family#id()]
/// @param why one sentence: which file said what
/// @param positions longest sequence the position embeddings allow, in tokens; [Integer#MAX_VALUE]
///   where nothing limits it
/// @param template how query and documents become sequences
/// @param remarks sentences for whoever serves the model, such as what could not be made sure of
/// @param verified [Family#verified()]
public record Recognition(
    String family,
    String why,
    int positions,
    Template template,
    List<String> remarks,
    Verified verified) {

  public Recognition {
    remarks = List.copyOf(remarks);
  }

  /// Before the family is asked what it was checked against.
  public Recognition(
      String family, String why, int positions, Template template, List<String> remarks) {
    this(family, why, positions, template, remarks, Verified.REFERENCE);
  }

  /// Without remarks.
  public Recognition(String family, String why, int positions, Template template) {
    this(family, why, positions, template, List.of());
  }

  /// How query and documents become sequences.
  public enum Template {
    /// The pair template of `tokenizer.json`'s post-processor.
    PAIR,
    /// The prompt of Qwen3-Reranker, which asks for yes or no.
    QWEN3_RERANKER,
    /// The prompt of mxbai-rerank v2, which asks for 1 or 0.
    MXBAI_V2,
    /// The prompt of bge-reranker-v2-gemma, which asks for Yes or No.
    BGE_GEMMA,
    /// The prompt of llama-nemotron-rerank, a question and a passage.
    NEMOTRON,
    /// The prompt of zerank: the query is the system's message and the document the user's.
    ZERANK,
    /// The prompt of jina-reranker-v3, which holds many documents.
    JINA_V3,
    /// The prompt of Qwen3-VL-Reranker, which asks for yes or no and shows images.
    QWEN3_VL_RERANKER;

    /// Whether the sequence tells the model what to look for, if the request says so.
    public boolean takesInstruction() {
      return switch (this) {
        case QWEN3_RERANKER, MXBAI_V2, JINA_V3, QWEN3_VL_RERANKER -> true;
        case PAIR, BGE_GEMMA, ZERANK, NEMOTRON -> false;
      };
    }

    /// Whether queries and documents may have images.
    public boolean takesImages() {
      return switch (this) {
        case QWEN3_VL_RERANKER -> true;
        case PAIR, QWEN3_RERANKER, MXBAI_V2, BGE_GEMMA, ZERANK, JINA_V3, NEMOTRON -> false;
      };
    }

    /// Whether one sequence holds many documents, so that their scores depend on each other.
    public boolean isListwise() {
      return this == JINA_V3;
    }

    /// What the model says of a document.
    public RawScore rawScore() {
      return switch (this) {
        case PAIR, QWEN3_RERANKER, MXBAI_V2, BGE_GEMMA, QWEN3_VL_RERANKER, NEMOTRON ->
            RawScore.LOGIT;
        case ZERANK -> RawScore.LOGIT_OVER_5;
        case JINA_V3 -> RawScore.COSINE;
      };
    }
  }

  /// What the first family that recognises the directory says of it.
  ///
  /// @throws podium.RerankException.ModelUnavailable if none does, or if that one refuses it
  public static Recognition of(ModelFiles files, List<? extends Family> families) {
    return families.stream()
        .flatMap(family -> family.recognise(files).map(r -> r.by(family)).stream())
        .findFirst()
        .orElseThrow(() -> unknown(files, families));
  }

  private Recognition by(Family recogniser) {
    return new Recognition(family, why, positions, template, remarks, recogniser.verified());
  }

  /// The longest pair in tokens, special tokens included: what the positions allow, or less if
  /// `tokenizer_config.json` or `sentence_bert_config.json` says so.
  public int maxLength(ModelFiles files) {
    int tokenizer = limit(files, "tokenizer_config.json", "model_max_length");
    int sentence = limit(files, "sentence_bert_config.json", "max_seq_length");
    return Math.min(positions, Math.min(tokenizer, sentence));
  }

  private static int limit(ModelFiles files, String file, String key) {
    return files.json(file).map(config -> config.limit(key)).orElse(Integer.MAX_VALUE);
  }

  private static ModelUnavailable unknown(ModelFiles files, List<? extends Family> families) {
    String known = families.stream().map(Family::id).collect(Collectors.joining(", "));
    String type = files.config().text("model_type", "missing");
    String architecture = files.architecture().map(Refusal::quote).orElse("missing");
    if (architecture.matches(".*(Model|ForMaskedLM|ForPreTraining)")) {
      return Refusal.of(
          "config.json: architecture %s (model_type %s) has no head that scores a pair of texts: it is a base or an embedding model, not a reranker"
              .formatted(architecture, Refusal.quote(type)));
    }
    return Refusal.of(
        "config.json: architecture %s (model_type %s) is none of the known families: %s"
            .formatted(architecture, Refusal.quote(type), known));
  }
}
