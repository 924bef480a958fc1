package podium.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.tensor.Encoding;

class FairQueueTest {

  private final FairQueue queue = new FairQueue();

  @Test
  void aSmallRequestDoesNotWaitForTheLargeOneAheadOfIt() {
    queue.add(lane(Encodings.repeated(5000, 100)));
    queue.take(1000, 1000);
    Lane small = lane(Encodings.repeated(5, 100));
    queue.add(small);

    var batch = queue.take(1000, 1000);

    assertThat(batch).filteredOn(job -> job.ticket() == small.ticket()).hasSize(5);
    assertThat(batch).hasSize(10);
  }

  @Test
  void requestsShareABatchEvenlyByTokens() {
    Lane coarse = lane(Encodings.repeated(50, 100));
    Lane fine = lane(Encodings.repeated(500, 10));
    queue.add(coarse);
    queue.add(fine);

    var batch = queue.take(1000, 1000);

    assertThat(tokensOf(coarse, batch)).isEqualTo(500);
    assertThat(tokensOf(fine, batch)).isEqualTo(500);
  }

  @Test
  void moreRequestsThanFitInABatchTakeTurns() {
    var lanes = IntStream.range(0, 6).mapToObj(_ -> lane(Encodings.repeated(10, 100))).toList();
    lanes.forEach(queue::add);

    var first = queue.take(300, 300);
    var second = queue.take(300, 300);

    assertThat(first).extracting(Job::ticket).isEqualTo(tickets(lanes.subList(0, 3)));
    assertThat(second).extracting(Job::ticket).isEqualTo(tickets(lanes.subList(3, 6)));
  }

  @Test
  void aStreamOfNewRequestsDoesNotHoldUpAnOldOne() {
    Lane old = lane(Encodings.repeated(20, 100));
    queue.add(old);
    long served = 0;

    for (int i = 0; i < 20; i++) {
      queue.add(lane(Encodings.repeated(10, 100)));
      served += tokensOf(old, queue.take(1000, 1000));
    }

    assertThat(served).isEqualTo(2000);
  }

  @Test
  void aBetterPriorityGoesFirst() {
    Lane late = lane(Encodings.repeated(10, 100), 7);
    Lane soon = lane(Encodings.repeated(5, 100), 6);
    queue.add(late);
    queue.add(soon);

    var batch = queue.take(800, 800);

    assertThat(batch.subList(0, 5)).allMatch(job -> job.ticket() == soon.ticket());
    assertThat(batch.subList(5, 8)).allMatch(job -> job.ticket() == late.ticket());
  }

  @Test
  void requestsOfOnePriorityShareEvenlyWhateverAnotherWasServed() {
    queue.add(lane(Encodings.repeated(50, 100), 0));
    queue.take(5000, 5000);
    Lane older = lane(Encodings.repeated(50, 100), 5);
    queue.add(older);
    queue.take(1000, 1000);
    Lane newer = lane(Encodings.repeated(50, 100), 5);
    queue.add(newer);

    var batch = queue.take(1000, 1000);

    assertThat(tokensOf(older, batch)).isEqualTo(500);
    assertThat(tokensOf(newer, batch)).isEqualTo(500);
  }

  @Test
  void theWorstAndLatestMakeRoomFirst() {
    Lane best = lane(Encodings.repeated(1, 100), 1);
    Lane early = lane(Encodings.repeated(1, 100), 3);
    Lane late = lane(Encodings.repeated(1, 100), 3);
    Lane worst = lane(Encodings.repeated(1, 100), 4);
    for (Lane lane : List.of(worst, best, early, late)) {
      queue.add(lane);
    }

    assertThat(queue.makeRoom(1, 400)).isEmpty();
    assertThat(queue.makeRoom(1, 300)).containsExactly(worst.ticket());
    assertThat(queue.makeRoom(1, 150)).containsExactly(late.ticket(), early.ticket());
    assertThat(queue.tokens()).isEqualTo(100);
  }

  @Test
  void nobodyMakesRoomIfThatIsNotEnough() {
    queue.add(lane(Encodings.repeated(1, 100), 1));
    queue.add(lane(Encodings.repeated(1, 100), 2));

    assertThat(queue.makeRoom(1, 50)).isEmpty();
    assertThat(queue.tokens()).isEqualTo(200);
  }

  @Test
  void nobodyMakesRoomForTheSamePriority() {
    queue.add(lane(Encodings.repeated(1, 100), 5));

    assertThat(queue.makeRoom(5, 50)).isEmpty();
    assertThat(queue.tokens()).isEqualTo(100);
  }

  @Test
  void aSequenceLongerThanTheLimitGoesAlone() {
    queue.add(lane(Encodings.ofLengths(10, 5000, 20)));

    assertThat(lengths(queue.take(1000, 1000))).containsExactly(5000);
    assertThat(lengths(queue.take(1000, 1000))).containsExactly(20, 10);
  }

  @Test
  void longDocumentsGoFirstAndShorterOnesFillWhatIsLeft() {
    queue.add(lane(Encodings.ofLengths(50, 400, 90, 300, 200)));

    assertThat(lengths(queue.take(800, 800))).containsExactly(400, 300, 90);
    assertThat(lengths(queue.take(800, 800))).containsExactly(200, 50);
  }

  @Test
  void aBatchComesAsCloseToItsShareAsWholeDocumentsAllow() {
    queue.add(lane(Encodings.repeated(10, 100)));

    assertThat(lengths(queue.take(340, 1000))).hasSize(3);
    assertThat(lengths(queue.take(360, 1000))).hasSize(4);
  }

  @Test
  void aBatchNeverExceedsTheLimitToComeCloserToItsShare() {
    queue.add(lane(Encodings.repeated(10, 100)));

    assertThat(lengths(queue.take(360, 360))).hasSize(3);
  }

  @Test
  void whatIsRemovedIsNeitherCountedNorTaken() {
    Lane gone = lane(Encodings.repeated(3, 100));
    Lane stays = lane(Encodings.repeated(2, 10));
    queue.add(gone);
    queue.add(stays);

    queue.remove(gone);

    assertThat(queue.tokens()).isEqualTo(20);
    assertThat(lengths(queue.take(1000, 1000))).containsExactly(10, 10);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void everyDocumentIsTakenExactlyOnce() {
    var random = new Random(5);
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lanes.add(lane(Encodings.ofLengths(random.ints(1 + random.nextInt(40), 1, 900).toArray())));
      queue.add(lanes.getLast());
    }

    List<Job> taken = new ArrayList<>();
    while (!queue.isEmpty()) {
      var batch = queue.take(1 + random.nextInt(1000), 512);
      assertThat(batch.size() == 1 || tokens(batch) <= 512).isTrue();
      taken.addAll(batch);
    }

    assertThat(taken).doesNotHaveDuplicates();
    assertThat(queue.tokens()).isZero();
    assertThat(lanes).allMatch(Lane::isEmpty);
  }

  private static Lane lane(List<Encoding> encodings) {
    return lane(encodings, 0);
  }

  private static Lane lane(List<Encoding> encodings, int priority) {
    var scheduler =
        new Scheduler(
            "test",
            new RecordingNetwork(),
            new IdleEngine(),
            new SchedulerSettings(1, 1, 1000, 1_000_000));
    return new Ticket(scheduler, encodings, priority, new ScoreCache(0), 0).lane();
  }

  private static List<Ticket> tickets(List<Lane> lanes) {
    return lanes.stream().map(Lane::ticket).toList();
  }

  private static List<Integer> lengths(List<Job> batch) {
    return batch.stream().map(Job::tokens).toList();
  }

  private static long tokens(List<Job> batch) {
    return batch.stream().mapToLong(Job::tokens).sum();
  }

  private static long tokensOf(Lane lane, List<Job> batch) {
    return tokens(batch.stream().filter(job -> job.ticket() == lane.ticket()).toList());
  }
}
