package podium.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A part of the queries, drawn at random: the same for the same file and seed.
///
/// @param queries how many, at least 1
public record Sample(int queries, long seed) {

  public Sample {
    if (queries < 1) {
      throw new IllegalArgumentException("queries must be at least 1, but is " + queries);
    }
  }

  /// So many of `all`, in their order; all of them if there are no more.
  List<String> of(Set<String> all) {
    var shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));
    var drawn = new HashSet<>(shuffled.subList(0, Math.min(queries, shuffled.size())));
    return all.stream().filter(drawn::contains).toList();
  }
}
