package podium.text;

/// How much goes into a block of documents, in tokens unless said otherwise.
///
/// @param all texts of a block; the rest of its prompt comes on top
/// @param query the query, and likewise the instruction
/// @param passage a document, or a part of one
/// @param passages how many there may be
record BlockLimits(int all, int query, int passage, int passages) {

  /// So that an instruction and the query, which occurs twice, leave room for a document.
  static final int SHARE_OF_QUERY = 4;

  /// Those of jina-reranker-v3's own code.
  ///
  /// @param maxLength as configured for the model
  static BlockLimits jinaV3(int maxLength) {
    return new BlockLimits(maxLength, 512, 2048, 125).atMost(maxLength);
  }

  /// The same with shorter blocks.
  BlockLimits atMost(int length) {
    int shorter = Math.min(all, length);
    return new BlockLimits(shorter, Math.min(query, shorter / SHARE_OF_QUERY), passage, passages);
  }

  /// What is left beside texts of so many tokens.
  BlockLimits beside(int tokens) {
    return new BlockLimits(all - tokens, query, Math.min(passage, all - tokens), passages);
  }
}
