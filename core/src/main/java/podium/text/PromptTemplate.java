package podium.text;

import java.util.List;
import java.util.Optional;

/// How query and document become the prompt of a language model: pieces that are tokenized one by
/// one and put behind each other.
///
/// | piece     | tokens                                                    |
/// |-----------|-----------------------------------------------------------|
/// | start     | of the template, special ones among them                  |
/// | query     | the query and what introduces it; may be empty            |
/// | separator | of the template                                           |
/// | document  | the document behind a lead, as one text                   |
/// | end       | of the template, special ones among them                  |
///
/// What is too long is cut from the right: query and document each, then query, separator and
/// document together. Start and end are never cut. Where a template has none, they are those that
/// `tokenizer.json` puts around a single text.
public enum PromptTemplate {

  /// Qwen3-Reranker: query and document are one text, so that the query is part of the lead.
  QWEN3_RERANKER {
    @Override
    List<String> start() {
      return List.of(
          """
          <|im_start|>system
          Judge whether the Document meets the requirements based on the Query and the Instruct provided. \
          Note that the answer can only be "yes" or "no".<|im_end|>
          <|im_start|>user
          """);
    }

    @Override
    String query(String query, Optional<String> instruction) {
      return "";
    }

    @Override
    String separator() {
      return "";
    }

    @Override
    String lead(String query, Optional<String> instruction) {
      return "<Instruct>: %s\n<Query>: %s\n<Document>: "
          .formatted(
              instruction.orElse(
                  "Given a web search query, retrieve relevant passages that answer the query"),
              query);
    }

    @Override
    List<String> end() {
      return List.of("<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n");
    }

    @Override
    Room room(int maxLength, int start, int end) {
      return Room.ofAll(maxLength - start - end);
    }
  },

  /// mxbai-rerank v2. Its limit is one of the texts; the rest of the template comes on top.
  MXBAI_V2 {
    @Override
    List<String> start() {
      return List.of(
          """
          <|im_start|>system
          You are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>
          <|im_start|>user
          """);
    }

    @Override
    String query(String query, Optional<String> instruction) {
      return instruction.map("instruction: %s\n"::formatted).orElse("") + "query: " + query;
    }

    @Override
    String separator() {
      return "\n";
    }

    @Override
    String lead(String query, Optional<String> instruction) {
      return "document: ";
    }

    @Override
    List<String> end() {
      return List.of(
          "\n",
          """
          You are a search relevance expert who evaluates how well documents match search queries. \
          For each query-document pair, carefully analyze the semantic relationship between them, \
          then provide your binary relevance judgment (0 for not relevant, 1 for relevant).
          Relevance:\
          """,
          "<|im_end|>\n<|im_start|>assistant\n");
    }

    @Override
    Room room(int maxLength, int start, int end) {
      return new Room(maxLength * 3 / 4, maxLength, maxLength);
    }
  },

  /// bge-reranker-v2-gemma. Its limit is one of the texts, in the way of FlagEmbedding: the room
  /// that the end takes is added before the texts are cut.
  BGE_GEMMA {
    @Override
    List<String> start() {
      return List.of("<bos>");
    }

    @Override
    String query(String query, Optional<String> instruction) {
      return "A: " + query;
    }

    @Override
    String separator() {
      return "\n";
    }

    @Override
    String lead(String query, Optional<String> instruction) {
      return "B: ";
    }

    @Override
    List<String> end() {
      return List.of(
          "\n",
          "Given a query A and a passage B, determine whether the passage contains an answer to the query by providing a prediction of either 'Yes' or 'No'.");
    }

    @Override
    Room room(int maxLength, int start, int end) {
      return new Room(maxLength * 3 / 4, maxLength, maxLength + end - start);
    }
  },

  /// zerank: the chat of Qwen3 with the query as the system's message and the document as the
  /// user's, both without white space around them. What is too long its authors cut by characters;
  /// here the whole prompt has at most so many tokens, three quarters of them for the query.
  ZERANK {
    @Override
    List<String> start() {
      return List.of("<|im_start|>system\n");
    }

    @Override
    String query(String query, Optional<String> instruction) {
      return text(query);
    }

    @Override
    String separator() {
      return "<|im_end|>\n<|im_start|>user\n";
    }

    @Override
    String lead(String query, Optional<String> instruction) {
      return "";
    }

    @Override
    String text(String document) {
      return WhiteSpace.strip(document);
    }

    @Override
    List<String> end() {
      return List.of("<|im_end|>\n<|im_start|>assistant\n");
    }

    @Override
    Room room(int maxLength, int start, int end) {
      int all = maxLength - start - end;
      return new Room(all * 3 / 4, all, all);
    }
  },

  /// llama-nemotron-rerank: all is one text. The tokenizer of Llama 3 ends a word with the last
  /// line feed of white space, so that the text may be parted there.
  NEMOTRON {
    @Override
    List<String> start() {
      return List.of();
    }

    @Override
    String query(String query, Optional<String> instruction) {
      return "question:%s \n \n".formatted(query);
    }

    @Override
    String separator() {
      return "";
    }

    @Override
    String lead(String query, Optional<String> instruction) {
      return " passage:";
    }

    @Override
    List<String> end() {
      return List.of();
    }

    @Override
    Room room(int maxLength, int start, int end) {
      return Room.ofAll(maxLength - start - end);
    }
  };

  /// At most so many tokens.
  ///
  /// @param query of the query piece
  /// @param document of the document piece, its lead included
  /// @param all of query, separator and document together
  record Room(int query, int document, int all) {

    static Room ofAll(int tokens) {
      return new Room(Integer.MAX_VALUE, Integer.MAX_VALUE, tokens);
    }
  }

  abstract List<String> start();

  abstract String query(String query, Optional<String> instruction);

  abstract String separator();

  /// What comes before the document in its piece.
  abstract String lead(String query, Optional<String> instruction);

  /// How a document stands behind its lead.
  String text(String document) {
    return document;
  }

  abstract List<String> end();

  /// @param maxLength as configured for the model
  /// @param start tokens of the start
  /// @param end tokens of the end
  abstract Room room(int maxLength, int start, int end);
}
