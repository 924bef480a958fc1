/// The routes that clients know, of Cohere, Jina and their like: wire records on one side, the
/// library's types on the other.
@NullMarked
package podium.api;

import org.jspecify.annotations.NullMarked;
