package podium.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import podium.hub.HubException.Passing;
import podium.hub.HubException.Refused;

/// Sends requests to the hub and follows where it leads. The token goes to the hub itself only,
/// never to another origin that it redirects to. Thread-safe.
///
/// HTTP/1.1, so that several files come over several connections.
final class HubHttp implements AutoCloseable {

  private static final int MAX_REDIRECTS = 10;
  private static final Duration CONNECT = Duration.ofSeconds(15);

  private final HubSettings settings;
  private final Patience patience;
  private final HttpClient client;

  HubHttp(HubSettings settings, Patience patience) {
    this.settings = settings;
    this.patience = patience;
    var _ =
        settings.proxies().authorization(settings.endpoint()); // before the JDK's client is there
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(settings.proxies().selector())
            .build();
  }

  /// The answer of whoever is at the end of all redirects, whatever its status.
  Reply get(URI uri, Map<String, String> headers) throws HubException, InterruptedException {
    return follow("GET", uri, headers);
  }

  /// The same without a body, as far as the hub itself redirects: what leads to another origin is
  /// the answer, as its headers describe the file.
  Reply head(URI uri) throws HubException, InterruptedException {
    return follow("HEAD", uri, Map.of());
  }

  private Reply follow(String method, URI first, Map<String, String> headers)
      throws HubException, InterruptedException {
    URI at = first;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      Reply reply = exchange(method, at, headers);
      if (!reply.isRedirect()) {
        return reply;
      }
      URI next = Location.resolve(at, reply.header("Location").orElse(""));
      if (method.equals("HEAD") && !Origin.of(next).equals(Origin.of(first))) {
        return reply;
      }
      close(reply);
      refuseDowngrade(at, next);
      at = next;
    }
    throw new Passing("%s redirects more than %d times".formatted(first.getHost(), MAX_REDIRECTS));
  }

  private static void refuseDowngrade(URI from, URI to) throws Refused {
    if (from.getScheme().equalsIgnoreCase("https") && !to.getScheme().equalsIgnoreCase("https")) {
      throw new Refused(
          "%s redirects from https to %s, which is not followed"
              .formatted(from.getHost(), to.getScheme()));
    }
  }

  private Reply exchange(String method, URI uri, Map<String, String> headers)
      throws HubException, InterruptedException {
    var builder = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
    builder.header("User-Agent", "podium").header("Accept-Encoding", "identity");
    headers.forEach(builder::header);
    if (Origin.of(uri).equals(Origin.of(settings.endpoint()))) {
      settings.token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
    }
    settings
        .proxies()
        .authorization(uri)
        .ifPresent(value -> builder.header("Proxy-Authorization", value));
    HttpResponse<InputStream> response = await(uri, builder.build());
    return new Reply(uri, response.statusCode(), response.headers(), response.body());
  }

  /// The client's own time limit for a request would, from JDK 26 on, also limit its body.
  private HttpResponse<InputStream> await(URI uri, HttpRequest request)
      throws HubException, InterruptedException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, BodyHandlers.ofInputStream());
    try {
      return answer.get(patience.answer().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new Passing(
          "%s did not answer within %d s".formatted(uri.getHost(), patience.answer().toSeconds()));
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw explain(uri, Optional.ofNullable(e.getCause()).orElse(e));
    }
  }

  private static HubException explain(URI uri, Throwable cause) {
    String host = uri.getHost();
    return switch (cause) {
      case SSLHandshakeException e ->
          new Refused("%s does not prove who it is: %s".formatted(host, e.getMessage()), e);
      case SSLException e ->
          new Passing("TLS with %s failed: %s".formatted(host, e.getMessage()), e);
      case ConnectException e when isUnresolved(e) ->
          new Passing("%s is not known here (is there a network?)".formatted(host), e);
      case ConnectException e -> new Passing("%s cannot be reached".formatted(host), e);
      case IOException e -> new Passing("%s: %s".formatted(host, reason(e)), e);
      default -> new Passing("%s: %s".formatted(host, cause), cause);
    };
  }

  private static boolean isUnresolved(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  static String reason(IOException e) {
    return e.getMessage() == null ? "the connection broke" : e.getMessage();
  }

  private static void close(Reply reply) {
    try {
      reply.explanation(); // read to its end, so that the connection can be used again
      reply.close();
    } catch (IOException _) {
      // nothing more was wanted of it
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
