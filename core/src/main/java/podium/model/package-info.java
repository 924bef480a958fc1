/// A model directory: configuration, safetensors, and which family it is and why.
@NullMarked
package podium.model;

import org.jspecify.annotations.NullMarked;
