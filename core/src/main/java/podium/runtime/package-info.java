/// Puts the parts together: a model directory becomes a running [podium.Reranker].
@NullMarked
package podium.runtime;

import org.jspecify.annotations.NullMarked;
