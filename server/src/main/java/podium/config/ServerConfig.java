package podium.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/// Where the server listens, who may come in, and what they may ask.
///
/// @param host the address to bind
/// @param port 0 picks a free port
/// @param apiKeys keys that open the server; none: everybody who can reach it
/// @param publicWithoutKey allows an address that other machines can reach although there is no key
/// @param limits what a client may ask
/// @param shutdownGrace how long requests in flight may take to finish after SIGTERM
public record ServerConfig(
    String host,
    int port,
    ApiKeys apiKeys,
    boolean publicWithoutKey,
    Limits limits,
    Duration shutdownGrace) {

  public static final ServerConfig DEFAULT =
      new ServerConfig(
          "127.0.0.1", 8000, ApiKeys.NONE, false, Limits.DEFAULT, Duration.ofSeconds(30));

  public ServerConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be in 0..65535, but is " + port);
    }
    if (shutdownGrace.isNegative()) {
      throw new IllegalArgumentException(
          "shutdown-grace must not be negative, but is " + shutdownGrace);
    }
    if (apiKeys.isEmpty() && !publicWithoutKey && !isLoopback(host)) {
      throw new IllegalArgumentException(
          """
          host %s can be reached from other machines and no API key is set: \
          add --api-key-file or --api-key, or --public-without-key if that is meant\
          """
              .formatted(host));
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
