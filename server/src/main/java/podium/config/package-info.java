/// What an operator can set, checked before the server listens.
@NullMarked
package podium.config;

import org.jspecify.annotations.NullMarked;
