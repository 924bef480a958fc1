package podium.http;

import java.time.Duration;
import java.util.Optional;
import podium.Scores;
import podium.Scores.Timing;
import podium.http.Ended.Work;

/// Collects what turns out about a request on its way. Thread-safe: written by the request's
/// threads, read by the event loop.
final class Label implements Notes {

  private String route = "";
  private boolean probe;
  private String model = "";
  private Optional<ErrorCode> code = Optional.empty();
  private Optional<Work> work = Optional.empty();

  synchronized void route(String path) {
    route = path;
  }

  /// It asks for nothing but whether the server is well.
  synchronized void probe() {
    probe = true;
  }

  synchronized void code(ErrorCode reason) {
    code = Optional.of(reason);
  }

  @Override
  public synchronized void model(String name) {
    model = name;
  }

  @Override
  public synchronized void scored(Scores scores) {
    var more = new Work(scores.size(), scores.promptTokens(), scores.timing());
    work = Optional.of(work.map(before -> sum(before, more)).orElse(more));
  }

  private static Work sum(Work a, Work b) {
    return new Work(
        a.documents() + b.documents(), a.tokens() + b.tokens(), longest(a.timing(), b.timing()));
  }

  private static Timing longest(Timing a, Timing b) {
    return new Timing(
        longer(a.queue(), b.queue()),
        longer(a.tokenize(), b.tokenize()),
        longer(a.compute(), b.compute()));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  synchronized Ended.Label now() {
    return new Ended.Label(route, probe, model, code, work);
  }
}
