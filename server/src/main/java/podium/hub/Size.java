package podium.hub;

import java.util.Locale;

/// Sizes as people read them: `1.2 GB`, `340 kB`.
public final class Size {

  private Size() {}

  public static String of(long bytes) {
    if (bytes >= 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
    if (bytes >= 1_000_000) {
      return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
    return bytes >= 1000 ? "%d kB".formatted(bytes / 1000) : "%d bytes".formatted(bytes);
  }
}
