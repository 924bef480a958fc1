package podium.catalog;

import java.time.Instant;
import java.util.Optional;
import podium.ModelInfo;
import podium.model.Listing;

/// What there is to say of a model at one moment.
///
/// @param found what is in memory or, if nothing is, what would be loaded
/// @param info what the loaded model says of itself
/// @param memoryBytes of the memory limit that it takes, as estimated; 0 if it takes none
/// @param pinned whether it stays when others need the room, and when nobody uses it
/// @param lastUsed empty if it never was
/// @param changedOnDisk whether what is in memory is not what would be loaded now
/// @param error why the last attempt to load it failed
public record ModelStatus(
    ModelState state,
    Listing.Found found,
    Optional<ModelInfo> info,
    long memoryBytes,
    boolean pinned,
    Optional<Instant> lastUsed,
    boolean changedOnDisk,
    Optional<String> error) {}
