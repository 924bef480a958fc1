/// The command line. The only place where the parts are put together.
@NullMarked
package podium.cli;

import org.jspecify.annotations.NullMarked;
