package podium.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static podium.hub.PullFixture.ID;
import static podium.hub.PullFixture.WEIGHTS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.hub.HubException.Failed;
import podium.hub.HubException.Refused;
import podium.hub.RawServer.Request;

/// Getting a model from a hub that does not behave.
class PullFaultsTest {

  private static final String LISTING = "/revision/main";

  /// One proper answer, where a plan is about those behind it.
  private static final Fault PROPER = new Fault.Cut(Integer.MAX_VALUE);

  @TempDir private Path models;
  private PullFixture pull;

  @BeforeEach
  void start() throws Exception {
    pull = new PullFixture(models);
  }

  @AfterEach
  void stop() throws Exception {
    pull.close();
  }

  private void assertPulled() throws Exception {
    assertThat(pull.pull().isNew()).isTrue();
    assertComplete();
  }

  private void assertComplete() {
    pull.model.files.forEach(
        (path, content) -> assertThat(pull.folder().resolve(path)).hasBinaryContent(content));
  }

  private void assertFailed(String message) {
    assertThatThrownBy(pull::pull).isInstanceOf(Failed.class).hasMessage(message);
    assertThat(pull.folder()).doesNotExist();
  }

  private List<Request> requests() {
    return pull.hub.seen("elsewhere", WEIGHTS);
  }

  private List<String> ranges() {
    return requests().stream().map(request -> request.header("Range")).toList();
  }

  private static Fault[] times(int n, Fault fault) {
    return IntStream.range(0, n).mapToObj(_ -> fault).toArray(Fault[]::new);
  }

  @Test
  void aConnectionThatIsCutIsContinuedWhereItBroke() throws Exception {
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Cut(100_000), new Fault.Cut(50_000));

    assertPulled();

    // the first two get the header, and something more; the third gets the rest
    int from = Integer.parseInt(ranges().getLast().replaceAll("\\D", ""));
    assertThat(ranges().getFirst()).isEmpty();
    assertThat(from).isBetween(100_000, 200_000);
    assertThat(requests().getLast().header("If-Range"))
        .isEqualTo("\"s3-%s\"".formatted(StandInModel.git(pull.model.file(WEIGHTS))));
    assertThat(pull.said).anyMatch(s -> s.startsWith("the connection to localhost broke after"));
  }

  @Test
  void smallFilesAndTheListingAreTriedAgainToo() throws Exception {
    pull.hub.plan("hub", LISTING, Fault.Status.of(502));
    pull.hub.plan("hub", "/config.json", PROPER, new Fault.Cut(10));

    assertPulled();
  }

  @Test
  void aServerThatKnowsNoRangesSendsAllOfItAgain() throws Exception {
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Cut(200_000), new Fault.WholeFile());

    assertPulled();
  }

  @Test
  void whatChangedMeanwhileBeginsAnew() throws Exception {
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Cut(100_000), new Fault.Status(416, Map.of()));

    assertPulled();

    assertThat(ranges()).last().isEqualTo("");
  }

  @Test
  void anotherPartThanWasAskedForIsNotTaken() throws Exception {
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Cut(100_000), new Fault.OtherPart());

    assertPulled();

    assertThat(pull.said)
        .anyMatch(s -> s.contains("sent another part of model.safetensors than was asked for"));
  }

  @Test
  void aWrongByteIsFoundAndTheFileComesAgain() throws Exception {
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Flip(60_000));

    assertPulled();

    assertThat(pull.said)
        .contains(
            "model.safetensors came with another SHA-256 than the hub says; getting it again");
  }

  @Test
  void aWrongByteInASmallFileIsFoundByItsGitHash() throws Exception {
    pull.hub.plan("hub", "/tokenizer.json", PROPER, new Fault.Flip(100));

    assertPulled();

    assertThat(pull.said)
        .contains("tokenizer.json came with another git hash than the hub says; getting it again");
  }

  @Test
  void aFileThatStaysWrongIsGivenUp() {
    pull.hub.plan("hub", "/tokenizer.json", PROPER, new Fault.Flip(100), PROPER, new Fault.Flip(7));

    assertFailed(
        "tokenizer.json came twice with another git hash than the hub says; something on the way changes it");
  }

  @Test
  void aLengthThatIsNotTheHubsIsGivenUpAtOnce() {
    int size = pull.model.file(WEIGHTS).length;
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Longer(1));

    assertFailed(
        "localhost sends %d bytes of model.safetensors, but the hub says that it has %d"
            .formatted(size + 1, size));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void statusesThatPassAreWaitedFor(int status) throws Exception {
    pull.hub.plan("hub", LISTING, times(3, Fault.Status.of(status)));

    assertPulled();

    assertThat(pull.waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(pull.said).contains("127.0.0.1 answered %d; next attempt in 1 s".formatted(status));
  }

  @Test
  void attemptsAreBounded() {
    pull.hub.plan("hub", LISTING, times(6, Fault.Status.of(503)));

    assertFailed("127.0.0.1 answered 503 (6 attempts)");

    assertThat(pull.waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L);
  }

  @Test
  void attemptsAtAFileThatDoesNotComeAreBounded() {
    pull.hub.plan("elsewhere", WEIGHTS, times(6, new Fault.Cut(0)));

    assertFailed(
        "the connection to localhost broke after 0 bytes of model.safetensors (6 attempts)");
  }

  @Test
  void retryAfterIsHeeded() throws Exception {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(100));
    pull.hub.plan(
        "hub",
        LISTING,
        new Fault.Status(429, Map.of("Retry-After", "7")),
        new Fault.Status(503, Map.of("Retry-After", date)),
        new Fault.Status(429, Map.of("RateLimit", "\"api\";r=0;t=55")),
        new Fault.Status(429, Map.of("Retry-After", "some day")));

    assertPulled();

    assertThat(pull.waits).hasSize(4);
    assertThat(pull.waits.get(0)).isEqualTo(Duration.ofSeconds(7));
    assertThat(pull.waits.get(1)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(100));
    assertThat(pull.waits.get(2)).isEqualTo(Duration.ofSeconds(55));
    assertThat(pull.waits.get(3)).isEqualTo(Duration.ofSeconds(8));
    assertThat(pull.said).contains("127.0.0.1 answered 429; next attempt in 7 s, as asked");
  }

  @Test
  void aWaitThatIsTooLongIsNotWaitedFor() {
    pull.hub.plan("hub", LISTING, new Fault.Status(429, Map.of("Retry-After", "3600")));

    assertFailed("127.0.0.1 answered 429, and asks to come back in 3600 s");
    assertThat(pull.waits).isEmpty();
  }

  @Test
  void anAddressThatHasExpiredIsAskedForAgain() throws Exception {
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Cut(100_000), Fault.Status.of(403));

    assertPulled();

    assertThat(pull.hub.seen("hub", "/resolve/%s/%s".formatted(pull.model.commit(), WEIGHTS)))
        .hasSize(requests().size());
  }

  @Test
  void redirectsThatGoRoundAreGivenUp() {
    pull.hub.plan(
        "hub",
        LISTING,
        times(66, new Fault.Redirect("/api/models/%s/revision/main".formatted(ID))));

    assertFailed("127.0.0.1 redirects more than 10 times (6 attempts)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.org/x", "http://", "http://[", "mailto:a@b"})
  void redirectsThatLeadNowhereAreGivenUp(String location) {
    pull.hub.plan("hub", LISTING, times(6, new Fault.Redirect(location)));

    assertFailed("127.0.0.1 redirects to what is no address (6 attempts)");
  }

  @Test
  void aServerThatSendsNothingMoreIsLeft() throws Exception {
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Hold(1000, new CountDownLatch(1)));

    assertThat(pull.pullImpatiently(Duration.ofMillis(1500)).isNew()).isTrue();

    assertComplete();
    assertThat(pull.said)
        .anyMatch(s -> s.startsWith("localhost sent nothing for 1 s after 1000 bytes"));
  }

  @Test
  void aServerThatDoesNotAnswerIsLeft() throws Exception {
    pull.hub.plan("hub", LISTING, new Fault.Silence());

    assertThat(pull.pullImpatiently(Duration.ofMillis(1500)).isNew()).isTrue();

    assertThat(pull.said).anyMatch(s -> s.startsWith("127.0.0.1 did not answer within 1 s"));
  }

  @Test
  void noHubAtAllIsSaid() throws Exception {
    pull.hub.close();

    assertFailed("127.0.0.1 cannot be reached (6 attempts)");
  }

  @Test
  void anAnswerThatIsNoHubsIsSaid() {
    pull.hub.plan("hub", LISTING, new Fault.Body("<html>Sign in to the hotel's network</html>"));

    assertThatThrownBy(pull::pull)
        .isInstanceOf(Failed.class)
        .hasMessageStartingWith("the hub's answer is not as it should be: ");
  }

  @Test
  void aForbiddenModelIsSaidInTheHubsWords() {
    pull.hub.plan(
        "hub",
        LISTING,
        new Fault.Status(403, Map.of("X-Error-Message", "your organisation blocks it")));

    assertThatThrownBy(pull::pull)
        .isInstanceOf(Refused.class)
        .hasMessage("the hub does not let us have %s: your organisation blocks it".formatted(ID));
  }

  @Test
  void whatAFailedPullLeftIsUsedByTheNextOne() throws Exception {
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Cut(300_000));
    pull.hub.plan("elsewhere", WEIGHTS, times(6, Fault.Status.of(503)));
    assertThatThrownBy(pull::pull).isInstanceOf(Failed.class);
    long here = Files.size(pull.staged(WEIGHTS + ".part"));
    int small = pull.hub.seen("hub", "/tokenizer.json").size();

    assertPulled();

    assertThat(here).isBetween(65_536L, 300_000L);
    assertThat(ranges()).last().isEqualTo("bytes=%d-".formatted(here));
    assertThat(pull.hub.seen("hub", "/tokenizer.json")).hasSize(small);
  }

  @Test
  void whatWasDamagedMeanwhileIsNotUsed() throws Exception {
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Cut(300_000));
    pull.hub.plan("elsewhere", WEIGHTS, times(6, Fault.Status.of(503)));
    assertThatThrownBy(pull::pull).isInstanceOf(Failed.class);
    Path part = pull.staged(WEIGHTS + ".part");
    byte[] bytes = Files.readAllBytes(part);
    Arrays.fill(bytes, bytes.length - 4096, bytes.length, (byte) 0); // as after a power failure
    Files.write(part, bytes);
    Files.writeString(pull.staged("tokenizer.json"), "{}");

    assertPulled();
  }

  @Test
  void whatWasBegunOfAnotherContentIsNotContinued() throws Exception {
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Cut(300_000));
    pull.hub.plan("elsewhere", WEIGHTS, times(6, Fault.Status.of(503)));
    assertThatThrownBy(pull::pull).isInstanceOf(Failed.class);
    byte[] other = pull.model.file(WEIGHTS).clone();
    other[other.length - 1] ^= 1;
    pull.model.with(WEIGHTS, other);
    int before = requests().size();

    assertPulled();

    assertThat(ranges().get(before)).isEmpty();
  }
}
