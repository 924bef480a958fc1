/// The vocabulary of reranking and the front door of the library: [podium.Reranker].
///
/// ```java
/// try (Reranker reranker = Reranker.openEmbedded()) {
///   for (Ranking.Entry entry : reranker.rank(query, documents).entries()) {
///     System.out.printf("%.4f  %s%n", entry.score(), documents.get(entry.index()));
///   }
/// }
/// ```
///
/// Only this package is for users; what lies below it may change with any version. JVMs should be
/// started with `--enable-native-access=ALL-UNNAMED`, because matrix products are computed by a
/// native library; otherwise Java warns of that.
@NullMarked
package podium;

import org.jspecify.annotations.NullMarked;
