/// Getting models from the Hugging Face hub or a mirror of it into a folder.
@NullMarked
package podium.hub;

import org.jspecify.annotations.NullMarked;
