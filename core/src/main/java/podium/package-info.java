/// The vocabulary of reranking and the front door of the library: [podium.Reranker].
@NullMarked
package podium;

import org.jspecify.annotations.NullMarked;
