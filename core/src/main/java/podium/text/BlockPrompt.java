package podium.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import podium.RerankException.ModelUnavailable;

/// The prompt of jina-reranker-v3, which holds a block of documents, here called passages:
///
///     … I will provide you with 2 passages … relevance to query: QUERY
///     <instruct>                                 only if there is an instruction
///     INSTRUCTION
///     </instruct>
///     <passage id="0">
///     DOCUMENT<|embed_token|>
///     </passage>
///     <passage id="1">
///     DOCUMENT<|embed_token|>
///     </passage>
///     <query>
///     QUERY<|rerank_token|>
///     </query> …
///
/// What lies between two special tokens is one text, so that it is tokenized as in the whole
/// prompt.
///
/// @param start tokens before the first text
/// @param documentMarker token behind each passage
/// @param queryMarker token behind the query
/// @param end tokens behind that
record BlockPrompt(Tokens start, Tokens documentMarker, Tokens queryMarker, Tokens end) {

  private static final String DOCUMENT_MARKER = "<|embed_token|>";
  private static final String QUERY_MARKER = "<|rerank_token|>";

  private static final String START =
      """
      <|im_start|>system
      You are a search relevance expert who can determine a ranking of the passages based on how relevant they are to the query. \
      If the query is a question, how relevant a passage is depends on how well it answers the question. \
      If not, try to analyze the intent of the query and assess how well each passage satisfies the intent. \
      If an instruction is provided, you should follow the instruction when determining the ranking.<|im_end|>
      <|im_start|>\
      """;

  private static final String END =
      "\n</query><|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n";

  /// @param tokenizer that parses special tokens
  /// @throws ModelUnavailable if it lacks a marker
  static BlockPrompt of(Tokenizer tokenizer) {
    return new BlockPrompt(
        tokenizer.encode(START),
        marker(DOCUMENT_MARKER, tokenizer),
        marker(QUERY_MARKER, tokenizer),
        tokenizer.encode(END));
  }

  private static Tokens marker(String spelling, Tokenizer tokenizer) {
    Tokens tokens = tokenizer.encode(spelling);
    if (tokens.size() != 1) {
      throw new ModelUnavailable("tokenizer.json lacks the token " + spelling);
    }
    return tokens;
  }

  /// One more than the largest id.
  int idLimit() {
    int[] all = Tokens.join(List.of(start, documentMarker, queryMarker, end)).ids();
    return 1 + Arrays.stream(all).max().orElse(-1);
  }

  /// `text` without markers, also without those that appear when others are taken out.
  static String withoutMarkers(String text) {
    String rest = text;
    while (rest.contains(DOCUMENT_MARKER) || rest.contains(QUERY_MARKER)) {
      rest = rest.replace(QUERY_MARKER, "").replace(DOCUMENT_MARKER, "");
    }
    return rest;
  }

  /// The tokens of a block.
  ///
  /// @param texts tokenizes what lies between special tokens
  Tokens tokens(
      String query, Optional<String> instruction, List<String> passages, Tokenizer texts) {
    List<Tokens> parts = new ArrayList<>();
    parts.add(start);
    String before = head(passages.size(), query, instruction);
    for (int i = 0; i < passages.size(); i++) {
      parts.add(texts.encode("%s<passage id=\"%d\">\n%s".formatted(before, i, passages.get(i))));
      parts.add(documentMarker);
      before = "\n</passage>\n";
    }
    parts.add(texts.encode("%s<query>\n%s".formatted(before, query)));
    parts.add(queryMarker);
    parts.add(end);
    return Tokens.join(parts);
  }

  private static String head(int passages, String query, Optional<String> instruction) {
    return "user\nI will provide you with %d passages, each indicated by a numerical identifier. Rank the passages based on their relevance to query: %s\n"
            .formatted(passages, query)
        + instruction.map("<instruct>\n%s\n</instruct>\n"::formatted).orElse("");
  }
}
