package podium.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// Where the server listens, who may come in, and what they may ask.
///
/// @param host the address to bind
/// @param port 0 picks a free port
/// @param apiKeys keys that open the server; none: everybody who can reach it
/// @param publicWithoutKey allows an address that other machines can reach although there is no key
/// @param limits what a client may ask
/// @param corsOrigins origins whose web pages may use the server from a browser; `*` stands for all
/// @param shutdownGrace how long requests in flight may take to finish after SIGTERM
/// @param drainDelay how long after SIGTERM new requests are still taken although the server says
///   that it is not ready, for load balancers to notice
/// @param adminKeys keys that open everything, also what changes the server; none: only who is on
///   this machine may do that, and only if there are no keys at all
public record ServerConfig(
    String host,
    int port,
    KeySource apiKeys,
    boolean publicWithoutKey,
    List<String> corsOrigins,
    Limits limits,
    Duration shutdownGrace,
    Duration drainDelay,
    KeySource adminKeys) {

  public static final ServerConfig DEFAULT =
      new ServerConfig(
          "127.0.0.1",
          8000,
          ApiKeys.NONE,
          false,
          List.of(),
          Limits.DEFAULT,
          Duration.ofSeconds(30),
          Duration.ZERO);

  /// Scheme, host and port, as browsers send it: nothing behind them, all in lower case.
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#@\\sA-Z]+");

  /// Without keys for what changes the server.
  public ServerConfig(
      String host,
      int port,
      KeySource apiKeys,
      boolean publicWithoutKey,
      List<String> corsOrigins,
      Limits limits,
      Duration shutdownGrace,
      Duration drainDelay) {
    this(
        host,
        port,
        apiKeys,
        publicWithoutKey,
        corsOrigins,
        limits,
        shutdownGrace,
        drainDelay,
        ApiKeys.NONE);
  }

  /// Without web pages of other origins, and without a delay before draining.
  public ServerConfig(
      String host,
      int port,
      KeySource apiKeys,
      boolean publicWithoutKey,
      Limits limits,
      Duration shutdownGrace) {
    this(host, port, apiKeys, publicWithoutKey, List.of(), limits, shutdownGrace, Duration.ZERO);
  }

  public ServerConfig {
    corsOrigins = List.copyOf(corsOrigins);
    corsOrigins.forEach(ServerConfig::checkOrigin);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be in 0..65535, but is " + port);
    }
    checkNotNegative("shutdown-grace", shutdownGrace);
    checkNotNegative("drain-delay", drainDelay);
    if (apiKeys.current().isEmpty() && !publicWithoutKey && !isLoopback(host)) {
      throw new IllegalArgumentException(
          """
          host %s can be reached from other machines and no API key is set: \
          add --api-key-file or --api-key, or --public-without-key if that is meant\
          """
              .formatted(host));
    }
  }

  /// The same with keys for what changes the server.
  public ServerConfig withAdminKeys(KeySource keys) {
    return new ServerConfig(
        host,
        port,
        apiKeys,
        publicWithoutKey,
        corsOrigins,
        limits,
        shutdownGrace,
        drainDelay,
        keys);
  }

  private static void checkNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
  }

  private static void checkOrigin(String origin) {
    if (!origin.equals("*") && !ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException(
          "cors-origin must be * or like https://app.example.com, but is " + origin);
    }
  }

  private static boolean isLoopback(String host) {
    try {
      // An empty name would resolve to loopback here, but to every address when bound.
      return !host.isBlank() && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("host %s is not known".formatted(host), e);
    }
  }
}
