/// HTTP without rerankers: connections, bodies, limits, keys, virtual threads, and the one
/// translation of failures into answers.
@NullMarked
package podium.http;

import org.jspecify.annotations.NullMarked;
