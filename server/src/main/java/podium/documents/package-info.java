/// Documents from files, as commands take them: each one with the place where it stands.
@NullMarked
package podium.documents;

import org.jspecify.annotations.NullMarked;
