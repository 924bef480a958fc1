package podium.hub;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import podium.hub.HubException.Passing;
import podium.hub.HubException.Refused;

/// Says what an answer that is no success means, and what to do. The hub answers 401 also for
/// models that are not there, so as not to tell which private ones exist; its header `X-Error-Code`
/// tells the cases apart.
final class Explanation {

  /// `"api";r=0;t=55`: nothing remains for the next 55 seconds.
  private static final Pattern RATE_LIMIT =
      Pattern.compile("r\\s*=\\s*0\\s*;\\s*t\\s*=\\s*([0-9]{1,9})");

  private static final int LONGEST_QUOTE = 200;

  private final HubName name;
  private final HubSettings settings;
  private final Reply reply;

  private Explanation(HubName name, HubSettings settings, Reply reply) {
    this.name = name;
    this.settings = settings;
    this.reply = reply;
  }

  static HubException of(HubName name, HubSettings settings, Reply reply) {
    return new Explanation(name, settings, reply).explain();
  }

  private HubException explain() {
    if (!Origin.of(reply.uri()).equals(Origin.of(settings.endpoint()))) {
      return elsewhere();
    }
    return switch (reply.header("X-Error-Code").orElse("")) {
      case "GatedRepo" -> gated();
      case "RepoNotFound" -> missing();
      case "RevisionNotFound" ->
          new Refused("%s has no revision %s".formatted(name.id(), name.revisionOrMain()));
      case "EntryNotFound" ->
          new Refused("%s has no file %s".formatted(name, reply.uri().getPath()));
      default -> byStatus();
    };
  }

  /// Where files really are, addresses are signed for a while only; the hub gives a new one.
  private HubException elsewhere() {
    String message = "%s answered %d".formatted(reply.uri().getHost(), reply.status());
    return new Passing(message, retryAfter());
  }

  private HubException byStatus() {
    int status = reply.status();
    return switch (status) {
      case 401 ->
          reply.header("X-Error-Message").filter(m -> m.contains("credentials")).isPresent()
              ? new Refused("the hub does not know the token in HF_TOKEN or its file")
              : missing();
      case 403 -> new Refused("the hub does not let us have %s%s".formatted(name, quoted()));
      case 404 -> missing();
      case 408, 429 -> new Passing(answered(status), retryAfter());
      default ->
          status >= 500
              ? new Passing(answered(status), retryAfter())
              : new Refused(answered(status) + quoted());
    };
  }

  private String answered(int status) {
    return "%s answered %d".formatted(reply.uri().getHost(), status);
  }

  private HubException gated() {
    String page = settings.endpoint() + "/" + name.id();
    return settings.token().isEmpty()
        ? new Refused(
            "%s is gated: ask for access at %s, then set HF_TOKEN to a token of your account"
                .formatted(name.id(), page))
        : new Refused(
            "%s is gated and your account has no access to it: ask for it at %s"
                .formatted(name.id(), page));
  }

  private HubException missing() {
    return settings.token().isEmpty()
        ? new Refused(
            "there is no model %s at %s, or it is private: check the name, or set HF_TOKEN"
                .formatted(name.id(), settings.endpoint()))
        : new Refused(
            "there is no model %s at %s, or your account may not see it"
                .formatted(name.id(), settings.endpoint()));
  }

  /// What the hub says itself, in short.
  private String quoted() {
    String text = reply.header("X-Error-Message").orElse("").strip();
    return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(text.length(), LONGEST_QUOTE));
  }

  private Optional<Duration> retryAfter() {
    return reply
        .header("Retry-After")
        .flatMap(Explanation::time)
        .or(() -> reply.header("RateLimit").flatMap(Explanation::reset));
  }

  /// Seconds, or a date.
  private static Optional<Duration> time(String text) {
    if (text.strip().matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())));
    }
    try {
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from);
      Duration wait = Duration.between(Instant.now(), date);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> reset(String text) {
    Matcher matcher = RATE_LIMIT.matcher(text);
    return matcher.find()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }
}
