package podium.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The named values of a log event, given to [System.Logger] as the parameter of its message:
///
///     LOG.log(Level.INFO, "loaded", Fields.of("model", name).and("ms", ms));
///
/// Immutable. A value is a number or a string, and never a text of users.
public final class Fields {

  private static final Pattern PLAIN = Pattern.compile("[^\\s\"=]+");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final Map<String, Object> values;

  private Fields(Map<String, Object> values) {
    this.values = values;
  }

  public static Fields of(String name, Object value) {
    return new Fields(Map.of()).and(name, value);
  }

  /// These and one more.
  public Fields and(String name, Object value) {
    var more = new LinkedHashMap<>(values);
    more.put(name, value instanceof Number ? value : value.toString());
    return new Fields(Collections.unmodifiableMap(more));
  }

  /// These, and one more if it is there.
  public Fields and(String name, Optional<?> value) {
    return value.map(present -> and(name, present)).orElse(this);
  }

  /// In the order in which they were added; numbers or strings.
  Map<String, Object> values() {
    return values;
  }

  /// `name=value name="value with blanks"`, on one line.
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(field -> field.getKey() + "=" + quoted(field.getValue().toString()))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches()
        ? value
        : '"' + CONTROL.matcher(value).replaceAll(" ").replace('"', '\'') + '"';
  }
}
