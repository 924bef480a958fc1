package podium.catalog;

import java.util.Locale;

/// Where a model is on its way into memory and out of it.
public enum ModelState {
  UNLOADED,
  /// On its way in, or waiting for room.
  LOADING,
  LOADED,
  /// What runs comes to its end; who comes now has it loaded again.
  UNLOADING,
  /// The last attempt to load it failed.
  FAILED;

  /// As listings call it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
