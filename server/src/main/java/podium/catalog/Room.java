package podium.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.RerankException.NotEnoughMemory;
import podium.catalog.Resident.Stage;

/// Shares out the memory that models may take together. Who comes first is served first, and holds
/// what is free until there is enough; those who must leave for it are the least recently used ones
/// that nobody uses or, if these are too few, also some that are in use, which then take no new
/// users until the present ones are done. Nobody leaves before all who must can, so that nobody
/// leaves in vain.
///
/// Not thread-safe; guarded by the lock of [Residency].
final class Room {

  private static final double GIGABYTE = 1e9;

  private final long limit;

  /// Those that have room, in the order in which they got it.
  private final List<Resident> inside = new ArrayList<>();

  /// Those that wait for it.
  private final List<Resident> waiting = new ArrayList<>();

  private long taken;

  Room(long limit) {
    this.limit = limit;
  }

  /// Begins to wait for `bytes`.
  void ask(Resident resident, long bytes) {
    resident.bytes = bytes;
    resident.stage = Stage.WAITING;
    waiting.add(resident);
  }

  /// Stops waiting, or gives back what it had.
  void leave(Resident resident) {
    waiting.remove(resident);
    if (inside.remove(resident)) {
      taken -= resident.bytes;
    }
    giveUpOn(resident);
  }

  /// All that have room.
  List<Resident> inside() {
    return List.copyOf(inside);
  }

  /// Bytes that have been given away.
  long taken() {
    return taken;
  }

  /// Gives room to whom it can, and chooses who must leave for the others.
  ///
  /// @return those that shall be closed now
  List<Resident> arrange() {
    var pass = new Pass();
    List.copyOf(waiting).forEach(pass::serve);
    return pass.leaving;
  }

  /// One look at all who wait, in their order.
  private final class Pass {
    private final List<Resident> leaving = new ArrayList<>();
    private final List<Resident> evictable =
        inside.stream()
            .filter(Resident::isEvictable)
            .collect(Collectors.toCollection(ArrayList::new));
    private long free = limit - taken;
    private long soonFree =
        free + bytes(inside.stream().filter(resident -> resident.leaving != null));
    private boolean blocked;

    void serve(Resident next) {
      if (blocked) {
        giveUpOn(next);
      } else if (refuses(next)) {
        leave(next);
      } else if (next.bytes <= free) {
        enter(next);
        free -= next.bytes;
        soonFree -= next.bytes;
      } else {
        evictFor(next);
      }
    }

    private void evictFor(Resident next) {
      long missing = next.bytes - soonFree;
      List<Resident> chosen = choose(next, evictable, missing);
      giveUpOn(next);
      if (bytes(chosen.stream()) < missing) {
        blocked = true; // by some that load now and can leave only afterwards
        return;
      }
      chosen.forEach(resident -> resident.takenFor = next);
      evictable.removeAll(chosen);
      if (chosen.stream().allMatch(Resident::isIdle)) {
        chosen.forEach(resident -> resident.leaving = Departure.LRU);
        leaving.addAll(chosen);
      }
      long fromOthers = Math.max(0, next.bytes - bytes(chosen.stream()));
      free -= Math.min(free, fromOthers);
      soonFree -= Math.min(soonFree, fromOthers);
    }
  }

  private void enter(Resident resident) {
    waiting.remove(resident);
    giveUpOn(resident);
    taken += resident.bytes;
    resident.stage = Stage.LOADING;
    inside.add(resident);
  }

  /// Whether there can be no room for it as long as those stay that will.
  private boolean refuses(Resident resident) {
    List<Resident> staying =
        inside.stream().filter(other -> other.model.isPinned() && other.leaving == null).toList();
    if (resident.bytes > limit - bytes(staying.stream())) {
      resident.refusal = refusal(resident, staying);
      return true;
    }
    return false;
  }

  private NotEnoughMemory refusal(Resident resident, List<Resident> staying) {
    String beside =
        resident.bytes > limit || staying.isEmpty()
            ? ""
            : ", of which %.2f GB belong to pinned models (%s)"
                .formatted(bytes(staying.stream()) / GIGABYTE, names(staying));
    return new NotEnoughMemory(
        """
        it needs %.2f GB of memory, but all models together may take %.2f GB%s; \
        raise --memory-limit%s, or run it in a lower precision or with fewer workers\
        """
            .formatted(
                resident.bytes / GIGABYTE,
                limit / GIGABYTE,
                beside,
                beside.isEmpty() ? "" : ", unpin one of these"),
        Optional.empty());
  }

  /// Why `resident`, which waits, has no room yet.
  NotEnoughMemory stillWaiting(Resident resident, Duration retryAfter) {
    return new NotEnoughMemory(
        "it waits for memory: it needs %.2f GB, and of %.2f GB %.2f are taken (%s)"
            .formatted(
                resident.bytes / GIGABYTE, limit / GIGABYTE, taken / GIGABYTE, names(inside)),
        Optional.of(retryAfter));
  }

  private static String names(List<Resident> residents) {
    return residents.stream()
        .map(resident -> resident.model.name())
        .collect(Collectors.joining(", "));
  }

  /// The least recently used of `evictable` that make up at least `missing` bytes, or all: those
  /// that nobody uses first, and then those that were told before to make room.
  private static List<Resident> choose(Resident next, List<Resident> evictable, long missing) {
    List<Resident> inOrder =
        evictable.stream()
            .sorted(
                Comparator.comparing((Resident resident) -> !resident.isIdle())
                    .thenComparing(resident -> resident.takenFor != next)
                    .thenComparingLong(resident -> resident.lastUsed))
            .toList();
    var chosen = new ArrayList<Resident>();
    long found = 0;
    for (int i = 0; i < inOrder.size() && found < missing; i++) {
      chosen.add(inOrder.get(i));
      found += inOrder.get(i).bytes;
    }
    return withoutThoseInVain(chosen, found - missing);
  }

  /// A large one at the end may have made up for some before it.
  private static List<Resident> withoutThoseInVain(List<Resident> chosen, long tooMuch) {
    long left = tooMuch;
    for (int i = chosen.size() - 2; i >= 0; i--) {
      if (chosen.get(i).bytes <= left) {
        left -= chosen.remove(i).bytes;
      }
    }
    return chosen;
  }

  /// Lets those go on that were to make room for `resident`.
  private void giveUpOn(Resident resident) {
    inside.stream()
        .filter(other -> other.takenFor == resident)
        .forEach(other -> other.takenFor = null);
  }

  private static long bytes(Stream<Resident> residents) {
    return residents.mapToLong(resident -> resident.bytes).sum();
  }
}
