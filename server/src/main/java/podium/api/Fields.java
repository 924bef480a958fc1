package podium.api;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import podium.RerankException.InvalidRequest;
import podium.RerankRequest;
import podium.json.JsonObject;
import podium.json.JsonValue;

/// The fields of a body by name, each read as what it should be; null if absent.
record Fields(JsonObject json) {

  /// A priority: 0 goes first.
  static int priority(JsonValue value) {
    return value.between(0, RerankRequest.LAST_PRIORITY);
  }

  <T> @Nullable T get(String name, Function<JsonValue, T> reading) {
    return json.get(name).map(reading).orElse(null);
  }

  /// A field that has two names. Both may be there if they say the same.
  <T> @Nullable T either(String name, String alias, Function<JsonValue, T> reading) {
    T value = get(name, reading);
    T other = get(alias, reading);
    if (value != null && other != null && !value.equals(other)) {
      throw new InvalidRequest(
          "%s is %s, but its alias %s is %s".formatted(name, value, alias, other));
    }
    return value == null ? other : value;
  }
}
