package podium.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import podium.cli.Manual.Heading;
import podium.config.ApiKeyFile;
import podium.config.ApiKeys;
import podium.config.KeySource;
import podium.config.Limits;
import podium.config.ServerConfig;

/// The options of `podium serve` that are about HTTP.
@Heading("Where it listens")
final class ServeOptions {

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Heading("Who may ask")
  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      split = ",",
      description =
          "Keys of which clients must send one. Other users of this machine may see them here: better use the variable PODIUM_API_KEY or a file.")
  private List<String> apiKeys = new ArrayList<>();

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description =
          "File with one such key a line; lines that begin with # do not count. Read again when it changes.")
  private @Nullable Path apiKeyFile;

  @Option(
      names = "--admin-key",
      paramLabel = "KEY",
      split = ",",
      description =
          "Keys that also load, unload and pin models. Without any, only programs on this machine may do that, and only if there is no API key either. Better use the variable PODIUM_ADMIN_KEY or a file.")
  private List<String> adminKeys = new ArrayList<>();

  @Option(
      names = "--admin-key-file",
      paramLabel = "FILE",
      description = "File with one such key a line, as --api-key-file.")
  private @Nullable Path adminKeyFile;

  @Option(
      names = "--public-without-key",
      description = "Listen on an address that other machines can reach although no key is set.")
  private boolean publicWithoutKey;

  @Option(
      names = "--cors-origin",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Origins whose web pages may use the server, such as https://app.example.com, or * (default: none).")
  private List<String> corsOrigins = new ArrayList<>();

  @Heading("Limits of requests")
  @Option(
      names = "--max-documents",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Documents per request (default: ${DEFAULT-VALUE}).")
  private int maxDocuments;

  @Option(
      names = "--max-body",
      paramLabel = "SIZE",
      defaultValue = "64MiB",
      converter = Units.Bytes.class,
      description = "Size of a request's body, at most 1GiB (default: ${DEFAULT-VALUE}).")
  private long maxBody;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description =
          "From the end of a request's body to its answer; afterwards it is a 503 (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--header-timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      description =
          "From connecting to the end of the first request's headers (default: ${DEFAULT-VALUE}).")
  private Duration headerTimeout = Duration.ZERO;

  @Option(
      names = "--body-timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "For a body to arrive (default: ${DEFAULT-VALUE}).")
  private Duration bodyTimeout = Duration.ZERO;

  @Option(
      names = "--connection-idle-timeout",
      paramLabel = "TIME",
      defaultValue = "75s",
      description = "Between two requests of a connection (default: ${DEFAULT-VALUE}).")
  private Duration connectionIdleTimeout = Duration.ZERO;

  @Heading("How it stops")
  @Option(
      names = "--shutdown-grace",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "For running requests to finish after SIGTERM (default: ${DEFAULT-VALUE}).")
  private Duration shutdownGrace = Duration.ZERO;

  @Option(
      names = "--drain-delay",
      paramLabel = "TIME",
      defaultValue = "0s",
      description =
          "After SIGTERM, for load balancers to see that /health/ready is 503, before requests are refused (default: ${DEFAULT-VALUE}).")
  private Duration drainDelay = Duration.ZERO;

  ServerConfig config() {
    var limits =
        new Limits(
            maxDocuments, maxBody, timeout, headerTimeout, bodyTimeout, connectionIdleTimeout);
    KeySource users = keys("api-key-file", apiKeyFile, apiKeys);
    return new ServerConfig(
            host, port, users, publicWithoutKey, corsOrigins, limits, shutdownGrace, drainDelay)
        .withAdminKeys(keys("admin-key-file", adminKeyFile, adminKeys));
  }

  private static KeySource keys(String option, @Nullable Path file, List<String> fixed) {
    return file == null ? ApiKeys.of(fixed) : new ApiKeyFile(option, file, fixed);
  }
}
