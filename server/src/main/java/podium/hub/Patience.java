package podium.hub;

import java.time.Duration;
import java.util.Optional;
import podium.hub.HubException.Failed;
import podium.hub.HubException.Passing;

/// How long we wait for others, and how often we try again.
///
/// @param answer for the headers of an answer
/// @param stall for the next bytes of a body
/// @param attempts without progress, before giving up
/// @param longestWait that a server may ask for; asked for more, we give up at once
/// @param pause waits
record Patience(Duration answer, Duration stall, int attempts, Duration longestWait, Pause pause) {

  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(30), Duration.ofSeconds(30), 6, Duration.ofMinutes(5), Thread::sleep);

  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(16);

  /// Waits; in tests, does not.
  interface Pause {
    void pause(Duration time) throws InterruptedException;
  }

  /// Something that may work the next time.
  interface Attempt<T> {
    T make() throws HubException, InterruptedException;
  }

  /// What `attempt` gives, once it does.
  ///
  /// @throws Failed if it did not after all attempts
  <T> T persist(Attempt<T> attempt, Progress progress) throws HubException, InterruptedException {
    for (int tried = 1; ; tried++) {
      try {
        return attempt.make();
      } catch (Passing e) {
        waitAfter(e, tried, progress);
      }
    }
  }

  /// Waits before the next attempt.
  ///
  /// @param tried attempts without progress so far
  /// @throws Failed if that was the last one
  void waitAfter(Passing failure, int tried, Progress progress)
      throws Failed, InterruptedException {
    Duration wait = failure.waiting().orElseGet(() -> backOff(tried));
    if (tried >= attempts) {
      throw new Failed("%s (%d attempts)".formatted(failure.getMessage(), tried), failure);
    }
    if (wait.compareTo(longestWait) > 0) {
      throw new Failed(
          "%s, and asks to come back in %d s".formatted(failure.getMessage(), wait.toSeconds()),
          failure);
    }
    progress.say(
        "%s; next attempt %s".formatted(failure.getMessage(), in(wait, failure.waiting())));
    pause.pause(wait);
  }

  private static String in(Duration wait, Optional<Duration> asked) {
    return "in %d s%s".formatted(wait.toSeconds(), asked.isPresent() ? ", as asked" : "");
  }

  /// 1, 2, 4, 8, 16, 16 … seconds.
  private static Duration backOff(int tried) {
    Duration wait = Duration.ofSeconds(1L << Math.min(tried - 1, 10));
    return wait.compareTo(LONGEST_BACK_OFF) < 0 ? wait : LONGEST_BACK_OFF;
  }
}
