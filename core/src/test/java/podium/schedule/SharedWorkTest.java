package podium.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.Load;
import podium.RerankException.DeadlineExceeded;
import podium.RerankException.EngineFailure;
import podium.RerankException.InvalidRequest;
import podium.RerankException.Overloaded;
import podium.tensor.Encoding;
import podium.tensor.Prefix;

/// Sequences that several requests ask for, or one request several times.
@Timeout(20)
class SharedWorkTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final IdleEngine engine = new IdleEngine();
  private final RecordingNetwork network = new RecordingNetwork();
  private final RecordingNetwork.Held held = new RecordingNetwork.Held();

  @Test
  void isDoneOnceForAllRequestsThatWait() {
    try (var scheduler = scheduler(network)) {
      Ticket first = scheduler.submit(List.of(alike(1), alike(2)));
      Ticket second = scheduler.submit(List.of(alike(3), alike(2)));
      Ticket third = scheduler.submit(List.of(alike(2), alike(1)));
      scheduler.start();

      assertThat(first.await(SOON).logits()).containsExactly(1, 2);
      assertThat(second.await(SOON).logits()).containsExactly(3, 2);
      assertThat(third.await(SOON).logits()).containsExactly(2, 1);
      assertThat(network.batches).containsExactly(List.of(30, 30, 30));
      assertThat(scheduler.load().pairs()).isEqualTo(3);
      assertThat(scheduler.load().saved().shared()).isEqualTo(3);
    }
  }

  @Test
  void isDoneOnceForARequestThatComesWhileItRuns() {
    try (var scheduler = scheduler(held)) {
      scheduler.start();
      Ticket first = scheduler.submit(List.of(alike(1)));
      held.awaitEntered();
      Ticket second = scheduler.submit(List.of(alike(1)));

      assertThat(scheduler.load().waitingRequests()).isZero();
      assertThat(scheduler.load().waitingTokens()).isZero();
      held.letGo();

      assertThat(first.await(SOON).logits()).containsExactly(1);
      assertThat(second.await(SOON).logits()).containsExactly(1);
      assertThat(second.await(SOON).queued()).isZero();
      assertThat(held.batches).containsExactly(List.of(30));
    }
  }

  @Test
  void isDoneOnceWithinARequestAndCountsForItEachTime() {
    try (var scheduler = scheduler(network)) {
      Ticket ticket = scheduler.submit(List.of(alike(4), alike(5), alike(4)));
      scheduler.start();

      assertThat(ticket.await(SOON).logits()).containsExactly(4, 5, 4);
      assertThat(ticket.await(SOON).tokens()).isEqualTo(90);
      assertThat(network.batches).containsExactly(List.of(30, 30));
    }
  }

  @Test
  void isDoneAgainForARequestThatComesAfterwards() {
    try (var scheduler = scheduler(network)) {
      scheduler.start();
      scheduler.submit(List.of(alike(1))).await(SOON);
      scheduler.submit(List.of(alike(1))).await(SOON);

      assertThat(network.batches).hasSize(2);
      assertThat(scheduler.load().saved()).isEqualTo(Load.NONE.saved());
    }
  }

  @Test
  void survivesTheRequestThatAskedFirst() {
    try (var scheduler = scheduler(network)) {
      Ticket gone = scheduler.submit(List.of(alike(1), alike(2)));
      Ticket stays = scheduler.submit(List.of(alike(2), alike(3)));
      var _ = catchThrowable(() -> gone.await(Duration.ZERO));

      assertThat(scheduler.load().waitingTokens()).isEqualTo(60);
      scheduler.start();

      assertThat(stays.await(SOON).logits()).containsExactly(2, 3);
      assertThat(network.batches).containsExactly(List.of(30, 30));
    }
  }

  @Test
  void survivesTheRequestThatJoined() {
    try (var scheduler = scheduler(network)) {
      Ticket stays = scheduler.submit(List.of(alike(1)));
      Ticket gone = scheduler.submit(List.of(alike(1)));
      var _ = catchThrowable(() -> gone.await(Duration.ZERO));
      scheduler.start();

      assertThat(stays.await(SOON).logits()).containsExactly(1);
    }
  }

  @Test
  void leavesTheQueueWithTheLastThatWantsIt() {
    try (var scheduler = scheduler(network)) {
      List<Ticket> tickets =
          List.of(scheduler.submit(List.of(alike(1))), scheduler.submit(List.of(alike(1))));

      assertThat(scheduler.load().waitingTokens()).isEqualTo(30);
      assertThat(tickets)
          .allSatisfy(ticket ->
              assertThatThrownBy(() -> ticket.await(Duration.ZERO))
                  .isInstanceOf(DeadlineExceeded.class));

      assertThat(scheduler.load().waitingTokens()).isZero();
      assertThat(scheduler.load().waitingRequests()).isZero();
    }
    assertThat(network.batches).isEmpty();
  }

  @Test
  void isDoneForTheBestPriority() {
    try (var scheduler = scheduler(network)) {
      scheduler.submit(List.of(alike(1), alike(2), alike(3), alike(4)), 5);
      scheduler.submit(List.of(alike(4)), 2);

      Running first = scheduler.next().orElseThrow();

      assertThat(first.jobs().getFirst().encoding().ids()[0]).isEqualTo(4);
      assertThat(first.tokens()).isEqualTo(60);
      scheduler.finished(first, new float[2][1]);
    }
  }

  @Test
  void doesNotWaitForTheLargeRequestThatAskedFirst() {
    try (var scheduler = scheduler(network)) {
      List<Encoding> large = new ArrayList<>(Encodings.repeated(19, 50));
      large.add(Encodings.alike(7, 10));
      scheduler.submit(large);
      finish(scheduler.next().orElseThrow(), scheduler);
      Ticket small = scheduler.submit(List.of(Encodings.alike(7, 10)));

      finish(scheduler.next().orElseThrow(), scheduler);

      assertThat(small.await(Duration.ZERO).logits()).hasSize(1);
      assertThat(scheduler.load().waitingTokens()).isGreaterThan(500);
    }
  }

  @Test
  void takesRoomInTheQueueOnce() {
    try (var scheduler = scheduler(network)) {
      scheduler.submit(Encodings.repeated(9, 100));
      scheduler.submit(List.of(Encodings.alike(1, 100)));

      scheduler.submit(List.of(Encodings.alike(1, 100)));

      assertThat(scheduler.load().waitingTokens()).isEqualTo(1000);
      assertThatThrownBy(
              () -> scheduler.submit(List.of(Encodings.alike(1, 100), Encodings.alike(2, 1))))
          .isInstanceOf(Overloaded.class)
          .hasMessageStartingWith(
              "1000 tokens are waiting and 1 more exceed the limit of 1000, retry in ");
      assertThat(scheduler.load().waitingTokens()).isEqualTo(1000);
    }
  }

  @Test
  void ofOneRequestIsCountedOnceAgainstTheWholeQueue() {
    try (var scheduler = scheduler(network)) {
      List<Encoding> sixTimes = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        sixTimes.add(Encodings.alike(1, 600));
      }

      Ticket ticket = scheduler.submit(sixTimes);

      assertThat(scheduler.load().waitingTokens()).isEqualTo(600);
      var _ = catchThrowable(() -> ticket.await(Duration.ZERO));
      assertThatThrownBy(() -> scheduler.submit(Encodings.repeated(2, 600)))
          .isInstanceOf(InvalidRequest.class);
    }
  }

  @Test
  void isNoRoomThatAWorsePriorityCouldMake() {
    try (var scheduler = scheduler(network)) {
      Encoding wantedByBoth = Encodings.alike(1, 600);
      Ticket good = scheduler.submit(List.of(wantedByBoth), 1);
      Ticket bad = scheduler.submit(List.of(wantedByBoth, Encodings.alike(2, 300)), 9);

      assertThatThrownBy(() -> scheduler.submit(List.of(Encodings.alike(3, 500)), 1))
          .isInstanceOf(Overloaded.class);
      assertThat(scheduler.load().waitingTokens()).isEqualTo(900);
      Ticket fits = scheduler.submit(List.of(Encodings.alike(4, 400)), 1);
      scheduler.start();

      assertThatThrownBy(() -> bad.await(SOON)).isInstanceOf(Overloaded.class);
      assertThat(good.await(SOON).logits()).containsExactly(1);
      assertThat(fits.await(SOON).logits()).containsExactly(4);
    }
  }

  @Test
  void thatFailsFailsAllWhoWantIt() {
    try (var scheduler = scheduler(network)) {
      Encoding crash = Encodings.alike(RecordingNetwork.CRASH, 10);
      Ticket first = scheduler.submit(List.of(crash));
      Ticket second = scheduler.submit(List.of(crash, alike(1)));
      scheduler.start();

      assertThatThrownBy(() -> first.await(SOON)).isInstanceOf(EngineFailure.class);
      assertThatThrownBy(() -> second.await(SOON)).isInstanceOf(EngineFailure.class);
      assertThat(scheduler.submit(List.of(alike(1))).await(SOON).logits()).containsExactly(1);
    }
  }

  @Test
  void behindEqualPrefixesIsTheSame() {
    var mine = new Prefix(new int[] {9, 9});
    var yours = new Prefix(new int[] {9, 9});
    try (var scheduler = scheduler(network)) {
      Ticket first = scheduler.submit(List.of(alike(1).after(mine), alike(2).after(mine)));
      Ticket second = scheduler.submit(List.of(alike(2).after(yours), alike(1).after(yours)));

      assertThat(scheduler.load().waitingTokens()).isEqualTo(64);
      scheduler.start();

      assertThat(first.await(SOON).logits()).containsExactly(1, 2);
      assertThat(second.await(SOON).logits()).containsExactly(2, 1);
      assertThat(second.await(SOON).tokens()).isEqualTo(62);
      assertThat(network.batches.stream().mapToInt(List::size).sum()).isLessThanOrEqualTo(4);
    }
    assertThat(mine.isClosed()).isTrue();
    assertThat(yours.isClosed()).isTrue();
  }

  @Test
  void isDoneWithThePrefixOfARequestThatIsStillThere() {
    var gone = new Prefix(new int[] {9, 9});
    var stays = new Prefix(new int[] {9, 9});
    try (var scheduler = scheduler(network)) {
      Ticket first = scheduler.submit(List.of(alike(1).after(gone), alike(2).after(gone)));
      Ticket second = scheduler.submit(List.of(alike(1).after(stays), alike(2).after(stays)));
      var _ = catchThrowable(() -> first.await(Duration.ZERO));
      assertThat(gone.isClosed()).isTrue();
      assertThat(scheduler.load().waitingTokens()).isEqualTo(62);
      scheduler.start();

      assertThat(second.await(SOON).logits()).containsExactly(1, 2);
      assertThat(network.batches).containsExactly(List.of(2, 30, 30));
    }
    assertThat(gone.isTaken()).isFalse();
  }

  @Test
  void behindAPrefixAndWithItsTokensIsTheSame() {
    var prefix = new Prefix(new int[] {9, 9});
    try (var scheduler = scheduler(network)) {
      Ticket sharing = scheduler.submit(List.of(alike(1).after(prefix), alike(2).after(prefix)));
      Ticket whole = scheduler.submit(List.of(alike(1).after(new Prefix(new int[] {9, 9}))));

      assertThat(scheduler.load().waitingTokens()).isEqualTo(62);
      var _ = catchThrowable(() -> sharing.await(Duration.ZERO));

      assertThat(scheduler.load().waitingTokens()).isEqualTo(32);
      scheduler.start();
      assertThat(whole.await(SOON).logits()).containsExactly(9);
      assertThat(network.batches).containsExactly(List.of(32));
    }
  }

  @Test
  void reachesEveryoneWhateverHappensAround() throws Exception {
    List<FutureTask<Boolean>> callers = new ArrayList<>();
    try (var scheduler = scheduler(network, 3, 10_000_000)) {
      scheduler.start();
      for (int i = 0; i < 200; i++) {
        callers.add(new FutureTask<>(caller(scheduler, i)));
        Thread.startVirtualThread(callers.getLast());
      }
      for (var caller : callers) {
        assertThat(caller.get(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(scheduler.load().waitingTokens()).isZero();
      assertThat(scheduler.load().waitingRequests()).isZero();
      assertThat(scheduler.load().saved().shared()).isPositive();
    }
  }

  /// Five requests in a row, of sequences of which there are only forty; every third request gives
  /// up at once. True if all answers were right.
  private static Callable<Boolean> caller(Scheduler scheduler, int seed) {
    return () -> {
      var random = new Random(seed);
      for (int round = 0; round < 5; round++) {
        int[] answers = random.ints(1 + random.nextInt(20), 1, 41).toArray();
        var prefix = new Prefix(new int[] {5});
        List<Encoding> encodings = new ArrayList<>();
        for (int answer : answers) {
          Encoding encoding = Encodings.alike(answer, 10 * answer);
          encodings.add(seed % 2 == 0 ? encoding : encoding.after(prefix));
        }
        Ticket ticket = scheduler.submit(encodings, random.nextInt(3));
        if (random.nextInt(3) == 0) {
          var _ = catchThrowable(() -> ticket.await(Duration.ZERO));
        } else if (!right(answers, ticket.await(SOON).logits(), seed % 2 == 1)) {
          return false;
        }
      }
      return true;
    };
  }

  /// A sequence alone has its prefix in front, which then is its first token.
  private static boolean right(int[] answers, float[] logits, boolean prefix) {
    for (int i = 0; i < answers.length; i++) {
      boolean first = prefix && logits[i] == 5;
      if (logits[i] != answers[i] && !first) {
        return false;
      }
    }
    return true;
  }

  private static void finish(Running batch, Scheduler scheduler) {
    scheduler.finished(batch, new float[batch.jobs().size()][1]);
  }

  private static Encoding alike(int answer) {
    return Encodings.alike(answer, 30);
  }

  private Scheduler scheduler(RecordingNetwork scored) {
    return scheduler(scored, 1, 1000);
  }

  private Scheduler scheduler(RecordingNetwork scored, int workers, long queueTokens) {
    return new Scheduler(
        "test", scored, engine, new SchedulerSettings(workers, 1, 100, queueTokens, 1000, 0));
  }
}
