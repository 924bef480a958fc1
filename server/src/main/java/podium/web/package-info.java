/// The web page: files for a browser, and how they are sent. What the page does, it does through
/// the routes that everybody has.
@NullMarked
package podium.web;

import org.jspecify.annotations.NullMarked;
