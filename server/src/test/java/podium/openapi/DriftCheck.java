package podium.openapi;

import static podium.openapi.OpenApi.child;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import podium.openapi.OpenApi.Operation;

/// Checks what went over the wire against the document: that a request that was accepted is one
/// that the document allows, and that every answer, good or bad, is one that it promises. What it
/// finds it says with the line of `openapi.yaml` that is missing or wrong. Thread-safe.
public final class DriftCheck {

  /// What requests get that reach no operation.
  private static final String ANY_REQUEST = "/x-any-request/responses";

  /// Operations that together have every error that there is.
  private static final List<String> ALL_ERRORS =
      Stream.of("/v1/rerank", "/v1/models/{id}/load")
          .map(path -> child(new Operation(path, "post").pointer(), "responses"))
          .toList();

  private static final int CLIENT_GONE = 499;

  private final OpenApi document;
  private final MessageCheck messages;
  private final List<Pattern> madeUp;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  DriftCheck(OpenApi document, List<String> madeUp) {
    this.document = document;
    this.messages = new MessageCheck(document);
    this.madeUp =
        madeUp.stream()
            .map(path -> Pattern.compile("\\Q" + path.replace("*", "\\E.*\\Q") + "\\E"))
            .toList();
  }

  /// For a server with the routes that the document describes.
  public static DriftCheck ofAllRoutes() {
    return new DriftCheck(OpenApi.SERVED, List.of());
  }

  /// For a server with routes that a test made up. What they answer is their own, but their errors
  /// are those of all.
  ///
  /// @param paths a `*` stands for anything
  public static DriftCheck withRoutesOfATest(List<String> paths) {
    return new DriftCheck(OpenApi.SERVED, paths);
  }

  /// What was asked and answered so far: `GET /info 200`, or `any request 404`.
  public Set<String> seen() {
    return Set.copyOf(seen);
  }

  /// What the document says can be asked and answered, in the same words.
  public Set<String> documented() {
    Set<String> answers = new TreeSet<>();
    for (Operation operation : document.operations()) {
      for (String status : document.names(child(operation.pointer(), "responses"))) {
        answers.add(operation + " " + status);
      }
    }
    document.names(ANY_REQUEST).forEach(status -> answers.add("any request " + status));
    return answers;
  }

  /// @throws AssertionError if the document says otherwise
  void check(Exchanged exchanged) {
    if (exchanged.status() == CLIENT_GONE) {
      return; // only seen where a test only says that the client has gone
    }
    String path = path(exchanged.target());
    if (madeUp.stream().anyMatch(known -> known.matcher(path).matches())) {
      checkErrorOfATest(exchanged);
      return;
    }
    Optional<Operation> operation = operation(exchanged, path);
    if (operation.isPresent()) {
      check(exchanged, operation.get());
      seen.add(operation.get() + " " + exchanged.status());
    } else {
      checkWithoutOperation(exchanged, path);
      seen.add("any request " + exchanged.status());
    }
  }

  private void checkErrorOfATest(Exchanged exchanged) {
    if (exchanged.status() >= 400) {
      String response =
          Stream.concat(ALL_ERRORS.stream(), Stream.of(ANY_REQUEST))
              .flatMap(responses -> response(responses, exchanged).stream())
              .findFirst()
              .orElseThrow(() ->
                  drift(
                      "no route may answer %d, see x-any-request:".formatted(exchanged.status())));
      messages.checkAnswer(exchanged, response);
    }
  }

  private void check(Exchanged exchanged, Operation operation) {
    String response =
        response(child(operation.pointer(), "responses"), exchanged)
            .orElseThrow(() ->
                drift(
                    "%s answered %d, which is not written there: add '%2$d': under paths: %s: %s: responses:"
                        .formatted(
                            operation, exchanged.status(), operation.path(), operation.method())));
    messages.checkAnswer(exchanged, response);
    if (exchanged.status() < 300) {
      messages.checkRequest(exchanged, operation);
    }
  }

  private void checkWithoutOperation(Exchanged exchanged, String path) {
    Optional<String> known = document.pathOf(path);
    int impossible = known.isPresent() ? 404 : 405;
    String response =
        response(ANY_REQUEST, exchanged)
            .filter(_ -> exchanged.status() != impossible)
            .orElseThrow(() -> unknown(exchanged, known.orElse(path), known.isPresent()));
    messages.checkAnswer(exchanged, response);
  }

  private static AssertionError unknown(Exchanged exchanged, String path, boolean pathIsKnown) {
    String method = exchanged.method().toLowerCase(Locale.ROOT);
    return pathIsKnown
        ? drift(
            "%s %s answered %d, but that method is not written there: add %s: under paths: %2$s:"
                .formatted(exchanged.method(), path, exchanged.status(), method))
        : drift(
            "%s %s answered %d, but that path is not written there: add %2$s: under paths: with %s: in it"
                .formatted(exchanged.method(), path, exchanged.status(), method));
  }

  private Optional<String> response(String responses, Exchanged exchanged) {
    String place = child(responses, Integer.toString(exchanged.status()));
    return Optional.of(place).filter(document::has).map(document::resolved);
  }

  private Optional<Operation> operation(Exchanged exchanged, String path) {
    String method = exchanged.method().equals("HEAD") ? "GET" : exchanged.method();
    return document
        .operationOf(method.toLowerCase(Locale.ROOT), path)
        .filter(_ -> method.equals(method.toUpperCase(Locale.ROOT)));
  }

  static AssertionError drift(String sentence) {
    return new AssertionError("openapi.yaml: " + sentence);
  }

  /// The path of a request's target as the server reads it; the target itself if it has none.
  private static String path(String target) {
    String path =
        target
            .replaceFirst("^(?i:https?)://[^/?#]*", "")
            .replaceFirst("[?].*", "")
            .replaceAll("//+", "/")
            .replaceFirst("(?<=.)/$", "");
    try {
      String plain = URI.create(path).normalize().toString();
      String literal = plain.replace("+", "%2B").replaceAll("(?i)%2f", "%252F");
      return URLDecoder.decode(literal, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return target;
    }
  }
}
