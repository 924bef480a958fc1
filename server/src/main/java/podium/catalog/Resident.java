package podium.catalog;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import podium.RerankException.NotEnoughMemory;
import podium.Reranker;
import podium.model.Fingerprint;
import podium.model.Listing;

/// A model on its way into memory, in it, or on its way out. Guarded by the lock of [Residency];
/// what is final may be read by all.
final class Resident {

  enum Stage {
    /// How much memory it needs is being found out.
    MEASURING,
    /// It waits for others to leave.
    WAITING,
    /// It has its room, and is read.
    LOADING,
    LOADED,
    /// It is giving its memory back.
    CLOSING,
    GONE
  }

  final ServedModel model;
  final Listing.Found found;

  /// Done when it is loaded or cannot be.
  final CompletableFuture<Reranker> ready = new CompletableFuture<>();

  /// Of its folder before it was read; of nothing until then.
  Fingerprint fingerprint = new Fingerprint(Map.of());

  Stage stage = Stage.MEASURING;

  /// Its room, once it is known.
  long bytes;

  /// Those who compute with it or wait for it to be loaded.
  int users;

  /// When somebody last began or ended to use it.
  long lastUsed;

  /// Whether it is to be loaded although nobody waits for it.
  boolean wanted;

  /// Why it must go, once that is certain. Who uses it may finish.
  @Nullable Departure leaving;

  /// For whom it shall make room when its users are done, unless that one gives up before.
  @Nullable Resident takenFor;

  /// Whether its folder is not as it was when it was read.
  boolean outdated;

  /// Why there will never be room for it.
  @Nullable NotEnoughMemory refusal;

  Resident(ServedModel model, Listing.Found found, long now) {
    this.model = model;
    this.found = found;
    this.lastUsed = now;
  }

  /// Whether somebody who comes now may use it.
  boolean isOpen() {
    return leaving == null && takenFor == null && stage != Stage.CLOSING && stage != Stage.GONE;
  }

  /// Bytes of room that it has.
  long taken() {
    return stage == Stage.MEASURING || stage == Stage.WAITING ? 0 : bytes;
  }

  boolean isIdle() {
    return users == 0;
  }

  boolean isAbandoned() {
    return users == 0 && !wanted;
  }

  /// Whether it may be made to leave for another.
  boolean isEvictable() {
    return stage == Stage.LOADED && leaving == null && !model.isPinned();
  }

  ModelState state() {
    return switch (stage) {
      case MEASURING, WAITING, LOADING -> ModelState.LOADING;
      case LOADED -> isOpen() ? ModelState.LOADED : ModelState.UNLOADING;
      case CLOSING, GONE -> ModelState.UNLOADING;
    };
  }
}
