package podium.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import podium.tensor.Batch;
import podium.tensor.Prefix;

/// A batch on a worker. Equal only to itself.
final class Running {

  private final List<Job> jobs;
  private final Batch batch;
  private final long started;

  Running(List<Job> jobs, long started) {
    this.jobs = besideTheirLike(jobs);
    this.batch = Batch.of(this.jobs.stream().map(Job::encoding).toList());
    this.started = started;
  }

  /// Puts jobs with the same prefix next to each other.
  private static List<Job> besideTheirLike(List<Job> jobs) {
    Map<Optional<Prefix>, List<Job>> byPrefix = new LinkedHashMap<>();
    for (Job job : jobs) {
      byPrefix.computeIfAbsent(job.encoding().prefix(), _ -> new ArrayList<>()).add(job);
    }
    return byPrefix.values().stream().flatMap(List::stream).toList();
  }

  List<Job> jobs() {
    return jobs;
  }

  /// All that want one of these, each once.
  Stream<Ticket> tickets() {
    return jobs.stream().flatMap(job -> job.claims().stream()).map(Claim::ticket).distinct();
  }

  /// The prefixes that are used, each once.
  Stream<Prefix> prefixes() {
    return jobs.stream().flatMap(job -> job.encoding().prefix().stream()).distinct();
  }

  long tokens() {
    return batch.tokens();
  }

  /// When it started, in nanoseconds of the scheduler's clock.
  long started() {
    return started;
  }

  /// The jobs as a network wants them, with the prefixes that are computed on the way.
  Batch batch() {
    return batch;
  }

  /// Hands each job's output to all that want it.
  ///
  /// @param outputs in the order of the jobs
  /// @param now when the batch ended
  void deliver(float[][] outputs, long now) {
    for (int i = 0; i < outputs.length; i++) {
      for (Claim claim : jobs.get(i).claims()) {
        claim.ticket().finish(claim.places(), outputs[i], now);
      }
    }
  }

  /// Places in requests that were not computed, because the same was computed for another.
  long shared() {
    return jobs.stream()
            .flatMap(job -> job.claims().stream())
            .mapToLong(claim -> claim.places().size())
            .sum()
        - jobs.size();
  }
}
