package podium.catalog;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import podium.RerankerOptions;
import podium.model.Listing;

/// A catalog whose folders can be looked at once, and never again.
public final class FailingScan {

  private FailingScan() {}

  public static Catalog after(Listing... listings) {
    var clock = new AtomicLong();
    var looked = new AtomicBoolean();
    return new Catalog(
        () -> {
          if (looked.getAndSet(true)) {
            throw new IllegalStateException("/srv/models cannot be read");
          }
          return List.of(listings);
        },
        Optional.empty(),
        RerankerOptions.DEFAULT,
        (_, _) -> new FakeReranker(),
        Residence.UNLIMITED,
        () -> clock.addAndGet(10_000_000_000L));
  }
}
