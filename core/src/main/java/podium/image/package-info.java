/// From an image reference in a request to the pixel patches that a vision tower reads: fetching
/// under the operator's policy, decoding, resizing.
@NullMarked
package podium.image;

import org.jspecify.annotations.NullMarked;
