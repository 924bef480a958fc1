/// The clients that people use, against a running server.
@NullMarked
package podium.clients;

import org.jspecify.annotations.NullMarked;
