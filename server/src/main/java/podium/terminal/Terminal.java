package podium.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// What the standard streams lead to.
public final class Terminal {

  /// One of them.
  public enum Stream {
    IN(0),
    OUT(1),
    ERR(2);

    private final int descriptor;

    Stream(int descriptor) {
      this.descriptor = descriptor;
    }
  }

  private Terminal() {}

  /// Whether a person looks at it. Linux says of each stream what it is; elsewhere the JDK knows
  /// only whether input and output are both a terminal.
  public static boolean isOn(Stream stream) {
    try {
      Path link = Path.of("/proc/self/fd/" + stream.descriptor);
      String device = Files.readSymbolicLink(link).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return Objects.requireNonNull(System.console()).isTerminal();
    }
  }

  /// Whether that terminal understands how the cursor moves and colours change, and its owner wants
  /// it so ([no-color.org](https://no-color.org)).
  public static boolean isColoured(Stream stream, Map<String, String> environment) {
    return isOn(stream)
        && isCapable(environment)
        && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  public static boolean isCapable(Map<String, String> environment) {
    return !environment.getOrDefault("TERM", "").equals("dumb");
  }
}
