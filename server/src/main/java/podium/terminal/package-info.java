/// What a person at a terminal sees and does: tables, colours, how far something is, and Ctrl-C.
@NullMarked
package podium.terminal;

import org.jspecify.annotations.NullMarked;
