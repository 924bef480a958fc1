package podium.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import podium.config.ApiKeys;
import podium.config.Limits;
import podium.config.ServerConfig;
import podium.openapi.CheckedClient;
import podium.openapi.CheckedSocket;
import podium.openapi.DriftCheck;

/// A real server on a free port, and clients for it: Java's own, and bare sockets for what no
/// client would send. What goes over the wire is checked against `openapi.yaml`.
public final class TestServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MILLIS = 20_000;
  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final Server server;
  private final DriftCheck check;
  private final CheckedClient client;

  private TestServer(Server server, DriftCheck check) {
    this.server = server;
    this.check = check;
    this.client = new CheckedClient(check);
  }

  /// One with routes of the test's own.

  public static TestServer start(ServerConfig config, List<Route> routes) throws IOException {
    return start(config, routes, () -> true);
  }

  public static TestServer start(ServerConfig config, List<Route> routes, BooleanSupplier loaded)
      throws IOException {
    var service = new Service(routes, loaded, Traffic.IGNORED);
    List<String> paths = routes.stream().map(Route::path).toList();
    return new TestServer(Server.start(config, service), DriftCheck.withRoutesOfATest(paths));
  }

  /// One whose bodies have only some memory.
  static TestServer start(ServerConfig config, List<Route> routes, BodyMemory memory)
      throws IOException {
    var service = new Service(routes, () -> true, Traffic.IGNORED);
    List<String> paths = routes.stream().map(Route::path).toList();
    return new TestServer(
        Server.start(config, service, memory), DriftCheck.withRoutesOfATest(paths));
  }

  /// One with the routes that `openapi.yaml` describes.
  public static TestServer start(ServerConfig config, Service service) throws IOException {
    return new TestServer(Server.start(config, service), DriftCheck.ofAllRoutes());
  }

  public static ServerConfig config(Limits limits) {
    return config(limits, ApiKeys.NONE);
  }

  public static ServerConfig config(Limits limits, ApiKeys keys) {
    return new ServerConfig("127.0.0.1", 0, keys, false, limits, Duration.ofSeconds(5));
  }

  public Server server() {
    return server;
  }

  /// What checks everything that goes over the wire.
  public DriftCheck check() {
    return check;
  }

  public URI uri(String path) {
    return URI.create(server.uri() + path);
  }

  public HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return post(path, BodyPublishers.ofString(body), headers);
  }

  public HttpResponse<String> post(String path, BodyPublisher body, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).POST(body);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.timeout(Duration.ofMillis(PATIENCE_MILLIS)).build());
  }

  /// An open connection on which a test may write whatever it likes.
  public Socket connect() throws IOException {
    var socket = new CheckedSocket(server.uri().getPort(), check);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /// Writes `bytes` on a new connection and reads one response.
  public String raw(byte[] bytes) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return response(socket);
    }
  }

  /// Reads one response with a length; less if the server closes the connection.
  static String response(Socket socket) throws IOException {
    var response = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (response.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        return response.toString();
      }
      response.append((char) c);
    }
    Matcher length = CONTENT_LENGTH.matcher(response);
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return response.append(new String(body, StandardCharsets.UTF_8)).toString();
  }

  public String raw(String text) throws IOException {
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  public static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  public static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
