package podium.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The proxies of `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`, and the hosts of `NO_PROXY` that
/// need none. As in other programs, the variables may be in small letters, `NO_PROXY` has names
/// that stand for their subdomains too, and `*` for everything.
///
/// @param https the proxy for `https` URLs
/// @param http the proxy for `http` URLs
/// @param direct names, in small letters, without a dot before them
record ProxySettings(Optional<URI> https, Optional<URI> http, List<String> direct) {

  private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

  static final ProxySettings NONE =
      new ProxySettings(Optional.empty(), Optional.empty(), List.of());

  static ProxySettings of(Map<String, String> environment) {
    return new ProxySettings(
        proxy(environment, "https_proxy"),
        proxy(environment, "http_proxy"),
        either(environment, "no_proxy").stream()
            .flatMap(names -> Stream.of(names.split(",", -1)))
            .map(name -> name.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
            .filter(name -> !name.isEmpty())
            .toList());
  }

  private static Optional<URI> proxy(Map<String, String> environment, String variable) {
    return either(environment, variable)
        .or(() -> either(environment, "all_proxy"))
        .map(text -> parse(variable.toUpperCase(Locale.ROOT), text));
  }

  private static Optional<String> either(Map<String, String> environment, String variable) {
    return HubSettings.text(environment, variable)
        .or(() -> HubSettings.text(environment, variable.toUpperCase(Locale.ROOT)));
  }

  private static URI parse(String variable, String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // said below; what stands there may hold a password and is not quoted
    }
    throw new IllegalArgumentException(
        "%s must be the URL of an HTTP proxy such as http://proxy.example.com:3128"
            .formatted(variable));
  }

  /// The proxy for `target`; empty: none.
  Optional<URI> proxyFor(URI target) {
    String host = String.valueOf(target.getHost()).toLowerCase(Locale.ROOT);
    if (direct.stream().anyMatch(name -> covers(name, host))) {
      return Optional.empty();
    }
    return "https".equalsIgnoreCase(target.getScheme()) ? https : http;
  }

  private static boolean covers(String name, String host) {
    String bare = name.replaceFirst(":[0-9]+$", "");
    return bare.equals("*") || host.equals(bare) || host.endsWith("." + bare);
  }

  ProxySelector selector() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(@Nullable URI target) {
        return List.of(
            Optional.ofNullable(target)
                .flatMap(t -> proxyFor(t))
                .map(p -> address(p))
                .orElse(Proxy.NO_PROXY));
      }

      @Override
      public void connectFailed(
          @Nullable URI uri, @Nullable SocketAddress address, @Nullable IOException e) {}
    };
  }

  private static Proxy address(URI proxy) {
    int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port));
  }

  /// What the proxy for `target` has to be told of who we are; empty: nothing, or there is none.
  /// The JDK sends this to the proxy alone, but in plain text only if a property allows it, which
  /// it reads once. (An `Authenticator` would do as well, but refuses answers of the hub that do
  /// not say how to authenticate.)
  Optional<String> authorization(URI target) {
    return proxyFor(target)
        .flatMap(proxy -> Optional.ofNullable(proxy.getRawUserInfo()))
        .map(ProxySettings::basic);
  }

  private static String basic(String userInfo) {
    if (System.getProperty(TUNNELS) == null) {
      System.setProperty(TUNNELS, "");
    }
    byte[] decoded = decoded(userInfo).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(decoded);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
