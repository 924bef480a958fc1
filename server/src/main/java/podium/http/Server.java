package podium.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import podium.config.Limits;
import podium.config.ServerConfig;

/// The HTTP server. Listens from [#start] to [#close]; between the two, [#drain] lets what runs
/// come to its end.
public final class Server implements AutoCloseable {

  /// Makes Vert.x hand over all requests. Looking for web sockets, it would answer those of an
  /// unknown version of HTTP itself, with an empty 501.
  private static final String NO_WEBSOCKETS = "vertx.disableWebsockets";

  private static final int MAX_HEADERS = 32 << 10;

  /// For requests that were interrupted to answer so.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final HttpServer http;
  private final InFlight inFlight;
  private final ServerConfig config;

  private Server(Vertx vertx, HttpServer http, InFlight inFlight, ServerConfig config) {
    this.vertx = vertx;
    this.http = http;
    this.inFlight = inFlight;
    this.config = config;
  }

  /// Listens.
  ///
  /// @throws IOException if it cannot, with a sentence for the operator
  public static Server start(ServerConfig config, Service service) throws IOException {
    Vertx vertx = vertx();
    var inFlight = new InFlight();
    var traffic = Traffic.to(List.of(service.traffic(), new RequestLog()));
    var exchanges = new Exchanges(vertx, config.limits(), traffic);
    Router router = Router.router(vertx);
    new Routes(router, exchanges, new RequestThreads(vertx, config.limits(), exchanges, inFlight))
        .add(service.routes(), config, new Health(inFlight, service.ready()));
    var malformed = new MalformedRequest(traffic);
    HttpServer http =
        vertx
            .createHttpServer(options(config.limits()))
            .connectionHandler(exchanges.connections()::opened)
            .invalidRequestHandler(malformed::refuse)
            .requestHandler(request -> {
              if (exchanges.connections().takesMore(request.connection())) {
                route(request, router, malformed);
              }
            });
    try {
      await(http.listen(config.port(), config.host()));
    } catch (IOException e) {
      vertx.close();
      throw explained(e, config);
    }
    return new Server(vertx, http, inFlight, config);
  }

  /// Vert.x leaves the version null if it knows it not.
  private static void route(HttpServerRequest request, Router router, MalformedRequest malformed) {
    if (request.version() == null) {
      malformed.refuse(request);
    } else {
      router.handle(request);
    }
  }

  /// One event loop: it only moves bytes, all work is on virtual threads.
  private static Vertx vertx() {
    System.setProperty(NO_WEBSOCKETS, "true");
    var noFiles =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setFileSystemOptions(noFiles));
  }

  /// HTTP/1.1 only: the upgrade to HTTP/2 without TLS would keep connections that never send a
  /// whole request out of sight of [Connections], and no client needs it.
  ///
  /// A connection on which nothing could be written for longer than any request may take has a
  /// client that does not read. Only Vert.x's own timeout closes such a connection at once;
  /// [io.vertx.core.http.HttpConnection#close] would wait for the client.
  private static HttpServerOptions options(Limits limits) {
    Duration longest = limits.requestTimeout().plus(limits.bodyTimeout().multipliedBy(2));
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setMaxHeaderSize(MAX_HEADERS)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setWriteIdleTimeout(Math.toIntExact(Math.min(longest.toMillis(), Integer.MAX_VALUE)));
  }

  private static IOException explained(IOException e, ServerConfig config) {
    String place = "%s:%d".formatted(config.host(), config.port());
    return e instanceof BindException
        ? new IOException("cannot listen on %s: %s".formatted(place, e.getMessage()), e)
        : e;
  }

  private static <T> T await(Future<T> future) throws IOException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the network did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// Where the server can be reached from this machine.
  public URI uri() {
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return URI.create("http://%s:%d".formatted(host, http.actualPort()));
  }

  /// Is not ready any more; after the configured delay takes no more requests, and waits for what
  /// runs as long as the configuration grants; then interrupts it.
  ///
  /// @return whether all requests came to their own end
  public boolean drain() throws InterruptedException {
    inFlight.announce(config.drainDelay());
    if (inFlight.drain(config.shutdownGrace())) {
      return true;
    }
    inFlight.interruptAll();
    inFlight.drain(LAST_WORDS);
    return false;
  }

  /// Closes all connections.
  @Override
  public void close() throws IOException {
    await(http.close());
    await(vertx.close());
  }
}
