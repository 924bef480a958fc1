package podium.catalog;

import java.util.Locale;

/// Why a model leaves memory.
public enum Departure {
  /// Another needed the room, and this one was used least recently.
  LRU,
  /// Nobody used it for long.
  IDLE,
  /// Somebody with the right to do so asked for it.
  ASKED,
  /// Its folder is gone.
  REMOVED,
  /// Its weights were overwritten where they are mapped.
  OVERWRITTEN;

  /// As metrics and the log call it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
