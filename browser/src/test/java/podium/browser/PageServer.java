package podium.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.Precision;
import podium.Reranker;
import podium.RerankerOptions;
import podium.api.Api;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.ApiKeys;
import podium.config.Limits;
import podium.config.ServerConfig;
import podium.http.Server;

/// The real server with the embedded model, by default, and a tiny one of the tests in `core`,
/// whose weights are random.
final class PageServer implements AutoCloseable {

  private static final Path MODELS =
      Path.of("..", "core", "src", "test", "resources", "golden", "models");

  private final Catalog catalog;
  private final ApiKeys keys;
  private Server server;

  private PageServer(Catalog catalog, ApiKeys keys) throws IOException {
    this.catalog = catalog;
    this.keys = keys;
    this.server = listen(0);
  }

  /// @param folder an empty one, for the other model
  /// @param other its name in `core`; here it is called `random`
  static PageServer start(Path folder, ApiKeys keys, String other) throws IOException {
    copy(MODELS.resolve(other), folder.resolve("random"));
    var catalog =
        new Catalog(
            new ModelScan(List.of(folder)),
            Optional.of("podium-tiny"),
            RerankerOptions.DEFAULT.withPrecision(Precision.F32),
            Reranker::open);
    return new PageServer(catalog, keys);
  }

  private Server listen(int port) throws IOException {
    var config =
        new ServerConfig("127.0.0.1", port, keys, false, Limits.DEFAULT, Duration.ofSeconds(5));
    return Server.start(config, Api.service(config, catalog));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /// With a slash at the end.
  String address() {
    return server.uri() + "/";
  }

  /// Is gone while `action` runs, and back at the same address.
  void away(Runnable action) throws IOException {
    int port = server.uri().getPort();
    server.close();
    try {
      action.run();
    } finally {
      server = listen(port);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    catalog.close();
  }
}
