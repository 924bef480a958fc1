package podium.catalog;

import java.time.Duration;
import podium.RerankException;
import podium.RerankException.ModelUnavailable;
import podium.model.Fingerprint;

/// Why a model could not be loaded, so that it is not tried again for every request.
///
/// @param fingerprint of its folder before it was tried
/// @param at in nanoseconds of the catalog's clock
/// @param pins how often models had been pinned or unpinned by then
record FailedLoad(RerankException reason, Fingerprint fingerprint, long at, long pins) {

  /// After which what has nothing to do with the files, such as a lack of memory, is tried again.
  static final Duration PAUSE = Duration.ofSeconds(5);

  /// Whether it would fail again now. What is wrong with the files stays so until they change.
  boolean lasts(long now, long pinsNow) {
    return reason instanceof ModelUnavailable || (pins == pinsNow && now - at < PAUSE.toNanos());
  }
}
