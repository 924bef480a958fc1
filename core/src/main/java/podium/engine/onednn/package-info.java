/// The operators on oneDNN, called through the foreign-function API.
@NullMarked
package podium.engine.onednn;

import org.jspecify.annotations.NullMarked;
