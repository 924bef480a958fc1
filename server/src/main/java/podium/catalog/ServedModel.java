package podium.catalog;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import podium.Load;
import podium.ModelInfo;
import podium.RerankException.DeadlineExceeded;
import podium.Reranker;
import podium.catalog.Resident.Stage;
import podium.model.Fingerprint;
import podium.model.Listing;
import podium.runtime.EmbeddedModel;

/// A model that can be asked for by its name. It is loaded when first asked for, and may leave
/// memory and come back. Thread-safe: what is not final is guarded by the lock of [Residency].
public final class ServedModel {

  /// The name of the model inside our own jar.
  public static final String EMBEDDED = EmbeddedModel.NAME;

  /// What must be said of it wherever it is listed.
  public static final String EMBEDDED_NOTE =
      """
      a demonstration model: English, 256 tokens, sensible on everyday questions, \
      below BM25 on benchmarks\
      """;

  final Counts counts = new Counts();
  @Nullable Resident resident;
  @Nullable FailedLoad failure;
  @Nullable Instant lastUsed;

  private final String name;
  private final Residency residency;
  private Listing.Found latest;
  private boolean pinned;
  private boolean gone;

  ServedModel(Listing.Found found, Residency residency) {
    this.name = found.name();
    this.latest = found;
    this.residency = residency;
  }

  public String name() {
    return name;
  }

  /// The last part of `org/name`.
  public String shortName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /// Whether it is the small model of our own jar.
  public boolean isEmbedded() {
    return name.equals(EMBEDDED);
  }

  /// What is in memory or, if nothing is, what would be loaded.
  public Listing.Found found() {
    return residency.locked(() -> resident == null ? latest : resident.found);
  }

  public ModelStatus status() {
    return residency.locked(() ->
        new ModelStatus(
            state(),
            resident == null ? latest : resident.found,
            reranker().map(Reranker::info),
            resident == null ? 0 : resident.taken(),
            pinned,
            Optional.ofNullable(lastUsed),
            resident != null && resident.outdated,
            Optional.ofNullable(failure)
                .map(failed -> String.valueOf(failed.reason().getMessage()))));
  }

  private ModelState state() {
    if (resident != null) {
      return resident.state();
    }
    return failure == null ? ModelState.UNLOADED : ModelState.FAILED;
  }

  private Optional<Reranker> reranker() {
    return Optional.ofNullable(resident)
        .filter(there -> there.stage == Stage.LOADED)
        .map(there -> there.ready.resultNow());
  }

  /// Whether queries and documents may have images.
  public boolean takesImages() {
    return found().recognition().template().takesImages();
  }

  /// What the loaded model is; empty as long as it is not loaded.
  public Optional<ModelInfo> info() {
    return residency.locked(this::reranker).map(Reranker::info);
  }

  /// What it is doing, and what it has done since the server was started.
  public Load load() {
    return residency.locked(
        () -> reranker().map(there -> there.load().after(counts.past())).orElseGet(counts::past));
  }

  /// How often it was loaded.
  public long loads() {
    return residency.locked(counts::loads);
  }

  /// How often loading it failed.
  public long failedLoads() {
    return residency.locked(counts::failedLoads);
  }

  /// How often it left memory for that reason.
  public long departures(Departure why) {
    return residency.locked(() -> counts.departures(why));
  }

  /// Begins to load it, if that has not begun.
  ///
  /// @throws podium.RerankException if it is known that it cannot be loaded
  public void preload() {
    residency.want(this);
  }

  /// The loaded model, which stays loaded until the lease is closed. Waits for it, but no longer
  /// than `patience`.
  ///
  /// @throws podium.RerankException.ModelUnavailable if it cannot be loaded, with the reason, or
  ///   not in that time
  /// @throws podium.RerankException.NotEnoughMemory if there is no room for it
  /// @throws podium.RerankException.Cancelled if the calling thread is interrupted
  public Lease use(Duration patience) {
    return residency.use(this, patience);
  }

  /// Sees to it that what is on disk now is in memory, also if that failed before. Throws what
  /// [#use] throws.
  public void load(Duration patience) {
    residency.locked(() -> {
      failure = null;
      if (resident != null && resident.outdated) {
        residency.dismiss(resident, Departure.ASKED);
      }
    });
    use(patience).close();
  }

  /// Makes it leave memory when those who use it are done, and waits for that.
  ///
  /// @throws DeadlineExceeded if that takes longer than `patience`; it goes on all the same
  /// @throws podium.RerankException.Cancelled if the calling thread is interrupted
  public void unload(Duration patience) {
    Resident there = residency.locked(() -> resident);
    if (there != null) {
      residency.dismiss(there, Departure.ASKED);
      if (!residency.awaitDeparture(there, patience)) {
        throw new DeadlineExceeded(
            "model %s is still in use; it is unloaded when that is over".formatted(name));
      }
    }
  }

  /// Says whether it stays when others need its room and when nobody uses it.
  public void pin(boolean stays) {
    residency.locked(() -> {
      pinned = stays;
      residency.pinsChanged();
    });
  }

  boolean isPinned() {
    return pinned;
  }

  /// Whether it can be used without being loaded first.
  boolean isOpen() {
    return residency.locked(() -> resident != null && resident.isOpen());
  }

  Listing.Found latest() {
    return latest;
  }

  /// Whether its folder has gone.
  boolean isGone() {
    return gone;
  }

  /// Takes note of what the latest look at the folders found.
  void seen(Listing.Found found) {
    Fingerprint now = Fingerprint.of(found.path());
    residency.locked(() -> {
      latest = found;
      gone = false;
      if (failure != null && !failure.fingerprint().equals(now)) {
        failure = null;
      }
    });
    compareWithDisk();
  }

  /// Takes note that the latest look found nothing of that name that could be loaded.
  ///
  /// @return whether it is served nevertheless, because it is in memory
  boolean missed() {
    compareWithDisk();
    return residency.locked(() -> {
      gone = resident == null || resident.leaving == Departure.REMOVED;
      return !gone;
    });
  }

  /// What is in memory goes if its folder has gone or its weights were overwritten: pages of them
  /// that were not read yet would be those of another model.
  private void compareWithDisk() {
    Resident there = residency.locked(() -> resident);
    if (there == null) {
      return;
    }
    Fingerprint now = Fingerprint.of(there.found.path());
    if (Files.notExists(there.found.path())) {
      residency.dismiss(there, Departure.REMOVED);
    } else if (now.overwrites(there.fingerprint)) {
      residency.dismiss(there, Departure.OVERWRITTEN);
    }
    residency.locked(() -> {
      boolean elsewhere = !latest.path().equals(there.found.path());
      boolean read = !there.fingerprint.files().isEmpty();
      there.outdated = elsewhere || (read && !now.equals(there.fingerprint));
    });
  }
}
