package podium.image;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import podium.ImagePolicy;
import podium.RerankException;
import podium.RerankException.InvalidRequest;

/// Fetches images by URL without being led into the operator's own network: every host, also that
/// of a redirect, is resolved once, all its addresses must be allowed, and the connection goes to
/// one of just these addresses, so that a second, different answer of the name server changes
/// nothing.
final class UrlFetcher {

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MAX_ADDRESSES_TRIED = 4;

  private final Network network;
  private final ImagePolicy.Fetching limits;
  private final int maxBytes;

  UrlFetcher(Network network, ImagePolicy.Fetching limits, int maxBytes) {
    this.network = network;
    this.limits = limits;
    this.maxBytes = maxBytes;
  }

  /// The body behind `uri`. Works on a virtual thread of its own, because an interrupt ends
  /// whatever such a thread waits for on a socket: that is the total timeout.
  byte[] fetch(URI uri) {
    var task = new FutureTask<>(() -> follow(uri));
    Thread.ofVirtual().name("image-fetch").start(task);
    try {
      return task.get(limits.total().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw refuse(uri, "took longer than %d ms".formatted(limits.total().toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RerankException.Cancelled("interrupted while fetching an image");
    } catch (ExecutionException e) {
      throw translate(uri, requireNonNull(e.getCause()));
    } finally {
      task.cancel(true);
    }
  }

  private byte[] follow(URI first) throws IOException {
    URI uri = first;
    for (int redirects = 0; redirects <= limits.maxRedirects(); redirects++) {
      try (HttpGet answer = connect(uri)) {
        if (!REDIRECTS.contains(answer.status())) {
          return image(uri, answer);
        }
        uri = target(uri, answer);
      }
    }
    throw refuse(first, "is redirected more than %d times".formatted(limits.maxRedirects()));
  }

  private static URI target(URI uri, HttpGet answer) {
    String location =
        answer.header("location").orElseThrow(() -> refuse(uri, "is redirected to nowhere"));
    return uri.resolve(ReferenceParser.uri(location));
  }

  private HttpGet connect(URI uri) throws IOException {
    check(uri);
    InetAddress[] addresses = network.resolver().resolve(uri.getHost());
    for (InetAddress address : addresses) {
      if (!network.reachable().test(address)) {
        throw refuse(uri, "leads to a private, local or reserved address");
      }
    }
    IOException failure = new UnknownHostException(uri.getHost());
    for (int i = 0; i < Math.min(addresses.length, MAX_ADDRESSES_TRIED); i++) {
      try {
        return HttpGet.send(uri, addresses[i], limits, network.tls());
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static void check(URI uri) {
    if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
      throw refuse(uri, "is neither http nor https");
    }
    if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
      throw refuse(uri, "has no valid host and port");
    }
    if (uri.getUserInfo() != null) {
      throw refuse(uri, "carries a user name, which is not supported");
    }
  }

  private byte[] image(URI uri, HttpGet answer) throws IOException {
    if (answer.status() != 200) {
      throw refuse(uri, "was answered with status %d".formatted(answer.status()));
    }
    String type = answer.mediaType();
    if (!type.isEmpty() && !ReferenceParser.isImageType(type)) {
      throw refuse(uri, "was answered with the type '%s'".formatted(Quote.of(type)));
    }
    return answer
        .body(maxBytes)
        .orElseThrow(() -> refuse(uri, "has more than the limit of %d bytes".formatted(maxBytes)));
  }

  private static RuntimeException translate(URI uri, Throwable cause) {
    return switch (cause) {
      case RerankException refusal -> refusal;
      case UnknownHostException _ -> refuse(uri, "names a host that cannot be found");
      case SocketTimeoutException _ -> refuse(uri, "was not answered in time");
      case SSLException _ -> refuse(uri, "has no trusted TLS connection");
      case IOException _ -> refuse(uri, "cannot be fetched: the connection failed");
      default -> new IllegalStateException("fetching an image failed. This is a bug.", cause);
    };
  }

  private static InvalidRequest refuse(URI uri, String what) {
    return new InvalidRequest("image URL '%s' %s".formatted(Quote.of(uri.toString()), what));
  }
}
