/// Holds `openapi.yaml` to the server: every request and every answer of the tests is checked
/// against it, so that neither can change without the other.
@NullMarked
package podium.openapi;

import org.jspecify.annotations.NullMarked;
