package podium.openapi;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Java's own client, which has everything checked that it sends and receives.
public final class CheckedClient implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();
  private final DriftCheck check;

  public CheckedClient(DriftCheck check) {
    this.check = check;
  }

  public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    Optional<Copying> body = request.bodyPublisher().map(Copying::new);
    HttpRequest copied = body.map(copy -> with(request, copy)).orElse(request);
    HttpResponse<String> response = client.send(copied, BodyHandlers.ofString());
    check.check(
        new Exchanged(
            request.method(),
            request.uri().getRawPath(),
            body.map(Copying::text).orElse(""),
            response.statusCode(),
            lowerCase(response.headers().map()),
            response.body()));
    return response;
  }

  private static HttpRequest with(HttpRequest request, BodyPublisher body) {
    return HttpRequest.newBuilder(request, (_, _) -> true).method(request.method(), body).build();
  }

  private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
    Map<String, List<String>> result = new HashMap<>();
    headers.forEach((name, values) -> result.put(name.toLowerCase(Locale.ROOT), values));
    return result;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
