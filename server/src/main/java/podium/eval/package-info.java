/// Measures how well and how fast models rerank a data set whose relevant documents are known.
@NullMarked
package podium.eval;

import org.jspecify.annotations.NullMarked;
