package podium.api;

/// The differences between the routes that take `documents`.
///
/// @param apiVersion what `meta.api_version.version` says
/// @param returnsDocuments whether documents are echoed if the request does not say
/// @param maxTokensPerDoc to which a document is cut if the request does not say
record RerankDialect(String apiVersion, boolean returnsDocuments, int maxTokensPerDoc) {

  /// Cohere v1, Jina, oMLX.
  static final RerankDialect V1 = new RerankDialect("1", true, Integer.MAX_VALUE);

  /// Cohere v2.
  static final RerankDialect V2 = new RerankDialect("2", false, 4096);
}
