package podium.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request and its answer, as they went over the wire; bodies as text.
///
/// @param method empty if the request had no readable first line
/// @param target what stood behind it
/// @param headers of the answer, by their names in lower case
record Exchanged(
    String method,
    String target,
    String request,
    int status,
    Map<String, List<String>> headers,
    String answer) {

  Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }
}
