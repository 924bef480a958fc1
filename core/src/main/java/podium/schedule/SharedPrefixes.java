package podium.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.tensor.Encoding;
import podium.tensor.Prefix;

/// The prefixes of which keys and values are kept, or will be, until their request is over and no
/// batch uses them any more. Bounded in tokens: a request for whose prefix there is no room shares
/// nothing, which costs it time and nobody memory. Guarded by the scheduler's lock.
final class SharedPrefixes {

  private final long limit;
  private final Map<Prefix, Integer> users = new HashMap<>();
  private final List<Prefix> unused = new ArrayList<>();
  private long tokens;

  SharedPrefixes(long limit) {
    this.limit = limit;
  }

  /// Whether these sequences of one request may share their prefix. If so, the request uses it.
  boolean admit(List<Encoding> encodings) {
    Optional<Prefix> prefix = encodings.getFirst().prefix();
    if (prefix.isEmpty() || encodings.size() == 1 || tokens + prefix.get().length() > limit) {
      return false;
    }
    tokens += prefix.get().length();
    users.put(prefix.get(), 1);
    return true;
  }

  /// One more uses it.
  void use(Prefix prefix) {
    users.merge(prefix, 1, Integer::sum);
  }

  /// One less uses it.
  void release(Prefix prefix) {
    if (users.merge(prefix, -1, Integer::sum) == 0) {
      users.remove(prefix);
      tokens -= prefix.length();
      unused.add(prefix);
    }
  }

  /// Tokens of all prefixes in use.
  long tokens() {
    return tokens;
  }

  /// Those that nobody uses any more, once: to be closed without the lock, since giving back memory
  /// takes time.
  List<Prefix> takeUnused() {
    List<Prefix> taken = List.copyOf(unused);
    unused.clear();
    return taken;
  }
}
