package podium.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Tells whether a request was made by a program on this machine, and not in somebody else's name.
/// Coming from a loopback address is not enough for that: a proxy on this machine passes on what
/// others ask, and a browser on this machine does what web pages from elsewhere tell it.
///
/// @param peer address of the other end
/// @param host the header `Host`
/// @param origin the header `Origin`, which browsers send
/// @param passedOn whether it says that a proxy passed it on
record LocalRequest(String peer, String host, Optional<String> origin, boolean passedOn) {

  private static final List<String> PROXY_HEADERS =
      List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

  static LocalRequest of(HttpServerRequest request) {
    return new LocalRequest(
        request.remoteAddress().hostAddress(),
        Optional.ofNullable(request.getHeader("Host")).orElse(""),
        Optional.ofNullable(request.getHeader("Origin")),
        PROXY_HEADERS.stream().anyMatch(request.headers()::contains));
  }

  /// A name in `Host` that only resolves to this machine is not trusted, as its owner may have made
  /// it do so for a moment (DNS rebinding). A page of ours has our address for its origin.
  boolean isCertain() {
    return !passedOn
        && isLoopback(peer)
        && names(host).filter(LocalRequest::isLoopback).isPresent()
        && origin.map(page -> page.equalsIgnoreCase("http://" + host)).orElse(true);
  }

  /// The host without its port.
  private static Optional<String> names(String authority) {
    try {
      return Optional.ofNullable(URI.create("http://" + authority).getHost())
          .map(name -> name.replaceAll("[\\[\\]]", ""));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equalsIgnoreCase("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
