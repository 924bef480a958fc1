/// The web page in a real browser, on the real server.
@NullMarked
package podium.browser;

import org.jspecify.annotations.NullMarked;
