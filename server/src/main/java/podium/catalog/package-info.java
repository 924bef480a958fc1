/// The models a server can use: found on disk, named, and opened when first asked for.
@NullMarked
package podium.catalog;

import org.jspecify.annotations.NullMarked;
