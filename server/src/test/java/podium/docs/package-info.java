/// The documents, taken at their word: commands are run, links followed, examples parsed.
@NullMarked
package podium.docs;

import org.jspecify.annotations.NullMarked;
