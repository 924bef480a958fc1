package podium.log;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// Time, level, message and fields, for people. A stack trace follows on lines of its own.
final class TextFormat extends Formatter {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());

  @Override
  public String format(LogRecord entry) {
    Event event = Event.of(entry, formatMessage(entry));
    return "%s %-7s %s%s%n%s"
        .formatted(
            TIME.format(entry.getInstant()),
            event.level(),
            event.message(),
            event.fields().map(fields -> " " + fields).orElse(""),
            event.trace().orElse(""));
  }
}
