package podium.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import podium.catalog.Residence;

/// Durations such as `60s` and sizes such as `64MiB`, as people write them.
final class Units {

  private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,9})\\s*([a-z]*)");

  private static final Pattern PERCENT = Pattern.compile("([1-9][0-9]?|100)\\s*%");

  private Units() {}

  /// `500ms`, `60s`, `2m`, `1h`; a bare number is seconds.
  static Duration duration(String text) {
    Matcher matcher = match(text, "a duration such as 60s");
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "", "s" -> Duration.ofSeconds(number);
      case "m", "min" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> throw wrong(text, "a duration such as 60s");
    };
  }

  /// `65536`, `64KiB`, `64MiB`, `1GiB`; `k`, `kb` and so on mean the same.
  static long bytes(String text) {
    Matcher matcher = match(text, "a size such as 64MiB");
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "", "b" -> number;
      case "k", "kb", "kib" -> number << 10;
      case "m", "mb", "mib" -> number << 20;
      case "g", "gb", "gib" -> number << 30;
      default -> throw wrong(text, "a size such as 64MiB");
    };
  }

  /// The same, or `80%` of the memory that this process may take of the machine, or `none`.
  static long memory(String text) {
    String limit = text.strip().toLowerCase(Locale.ROOT);
    if (limit.equals("none")) {
      return Residence.NO_LIMIT;
    }
    if (!limit.endsWith("%")) {
      return bytes(limit);
    }
    Matcher matcher = PERCENT.matcher(limit);
    if (!matcher.matches()) {
      throw wrong(text, "a share such as 80%");
    }
    return Residence.ofMachine(Integer.parseInt(matcher.group(1)));
  }

  /// For options that are limits of memory.
  static final class Memory implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return memory(text);
    }
  }

  /// For options that are sizes.
  static final class Bytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return bytes(text);
    }
  }

  private static Matcher match(String text, String expected) {
    Matcher matcher = QUANTITY.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw wrong(text, expected);
    }
    return matcher;
  }

  private static TypeConversionException wrong(String text, String expected) {
    return new TypeConversionException("'%s' is not %s".formatted(text, expected));
  }
}
