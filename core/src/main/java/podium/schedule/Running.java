package podium.schedule;

import java.util.List;
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

  /// Hands each job's logit to its ticket.
  ///
  /// @param logits in the order of the jobs
  /// @param now when the batch ended
  void deliver(float[] logits, long now) {
    for (int i = 0; i < logits.length; i++) {
      jobs.get(i).ticket().finish(jobs.get(i).sequence(), logits[i], now);
    }
  }
}
