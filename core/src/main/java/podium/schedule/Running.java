package podium.schedule;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import podium.tensor.Batch;

/// A batch on a worker. Equal only to itself.
final class Running {

  private final List<Job> jobs;
  private final long tokens;
  private final long started;

  Running(List<Job> jobs, long started) {
    this.jobs = List.copyOf(jobs);
    this.tokens = jobs.stream().mapToLong(Job::tokens).sum();
    this.started = started;
  }

  List<Job> jobs() {
    return jobs;
  }

  /// Whose jobs these are, each once.
  Stream<Ticket> tickets() {
    return jobs.stream().map(Job::ticket).distinct();
  }

  long tokens() {
    return tokens;
  }

  /// When it started, in nanoseconds of the scheduler's clock.
  long started() {
    return started;
  }

  /// The jobs as a network wants them.
  Batch pack() {
    return Batch.of(jobs.stream().map(Job::encoding).toList());
  }

  /// Hands each job's logit to its ticket. Those that are not finite are left out.
  ///
  /// @param logits in the order of the jobs
  /// @param now when the batch ended
  void deliver(float[] logits, long now) {
    for (int i = 0; i < logits.length; i++) {
      if (Float.isFinite(logits[i])) {
        jobs.get(i).ticket().finish(jobs.get(i).document(), logits[i], now);
      }
    }
  }

  /// The documents whose logits are not finite, by request, in rising order.
  Map<Ticket, List<Integer>> notFinite(float[] logits) {
    return IntStream.range(0, logits.length)
        .filter(i -> !Float.isFinite(logits[i]))
        .mapToObj(jobs::get)
        .sorted(Comparator.comparingInt(Job::document))
        .collect(
            Collectors.groupingBy(
                Job::ticket, Collectors.mapping(Job::document, Collectors.toList())));
  }
}
