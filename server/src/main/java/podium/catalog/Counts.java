package podium.catalog;

import java.util.EnumMap;
import java.util.Map;
import podium.Load;

/// What became of one model so far, however often it came and went. Guarded by the lock of
/// [Residency].
final class Counts {

  private final Map<Departure, Long> departures = new EnumMap<>(Departure.class);
  private long loads;
  private long failedLoads;
  private Load past = Load.NONE;

  void loaded() {
    loads++;
  }

  void failed() {
    failedLoads++;
  }

  /// @param work what it did since it was loaded
  void left(Departure why, Load work) {
    departures.merge(why, 1L, Long::sum);
    past = work.after(past);
  }

  long loads() {
    return loads;
  }

  long failedLoads() {
    return failedLoads;
  }

  long departures(Departure why) {
    return departures.getOrDefault(why, 0L);
  }

  /// What it did before it was loaded this time. It does nothing any more.
  Load past() {
    return Load.NONE.after(past);
  }
}
