package podium.image;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import podium.ImagePolicy;

/// One `GET` and its answer: just enough HTTP/1.1 (RFC 9112), because the clients of the JDK do not
/// let a caller choose the address they connect to. The name of the host stays in the `Host`
/// header, in the TLS handshake and in the check of the certificate.
final class HttpGet implements Closeable {

  private static final int MAX_LINE = 8_192;
  private static final int MAX_HEADERS = 100;

  private final Socket socket;
  private final InputStream in;
  private final int status;
  private final Map<String, String> headers;

  private HttpGet(Socket socket, InputStream in, int status, Map<String, String> headers) {
    this.socket = socket;
    this.in = in;
    this.status = status;
    this.headers = headers;
  }

  /// Sends the request to `address`, whatever the host of `uri` may resolve to, and reads the
  /// answer up to its body.
  static HttpGet send(
      URI uri, InetAddress address, ImagePolicy.Fetching limits, Supplier<SSLSocketFactory> tls)
      throws IOException {
    boolean secure = uri.getScheme().equalsIgnoreCase("https");
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    Socket socket = new Socket(Proxy.NO_PROXY);
    try {
      socket.connect(new InetSocketAddress(address, port), (int) limits.connect().toMillis());
      socket.setSoTimeout((int) limits.read().toMillis());
      if (secure) {
        socket = handshake(socket, uri.getHost(), port, tls.get());
      }
      socket.getOutputStream().write(request(uri).getBytes(StandardCharsets.ISO_8859_1));
      return answer(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket handshake(Socket plain, String host, int port, SSLSocketFactory tls)
      throws IOException {
    var socket = (SSLSocket) tls.createSocket(plain, host, port, true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static String request(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String host = uri.getPort() >= 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
    return String.join(
        "\r\n",
        "GET " + path + query + " HTTP/1.1",
        "Host: " + host,
        "User-Agent: podium",
        "Accept: image/*",
        "Accept-Encoding: identity",
        "Connection: close",
        "",
        "");
  }

  private static HttpGet answer(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    int status;
    Map<String, String> headers;
    do { // answers 1xx announce the real one
      status = status(readLine(in));
      headers = readHeaders(in);
    } while (status / 100 == 1);
    return new HttpGet(socket, in, status, headers);
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
      throw new IOException("not an HTTP answer");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static Map<String, String> readHeaders(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i <= MAX_HEADERS; i++) {
      String line = readLine(in);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("malformed header");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.put(name, line.substring(colon + 1).strip());
    }
    throw new IOException("too many headers");
  }

  private static String readLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() == MAX_LINE) {
        throw new IOException("malformed line");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  int status() {
    return status;
  }

  /// Value of the header `name`, which is in lower case.
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The content type without its parameters, in lower case; empty if there is none.
  String mediaType() {
    String type = header("content-type").orElse("");
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /// The whole body, or nothing if it is longer than `maxBytes`.
  Optional<byte[]> body(int maxBytes) throws IOException {
    if (!header("content-encoding").orElse("identity").equalsIgnoreCase("identity")) {
      throw new IOException("the body is compressed, although that was not asked for");
    }
    if (header("transfer-encoding").orElse("").equalsIgnoreCase("chunked")) {
      return upTo(maxBytes, new ChunkedInputStream(in));
    }
    Optional<String> announced = header("content-length");
    if (announced.isEmpty()) {
      return upTo(maxBytes, in);
    }
    long length = parseLength(announced.get(), 10);
    if (length > maxBytes) {
      return Optional.empty();
    }
    byte[] body = in.readNBytes((int) length);
    if (body.length < length) {
      throw new IOException("the connection was closed in the middle of the body");
    }
    return Optional.of(body);
  }

  private static Optional<byte[]> upTo(int maxBytes, InputStream in) throws IOException {
    byte[] body = in.readNBytes(maxBytes + 1);
    return body.length > maxBytes ? Optional.empty() : Optional.of(body);
  }

  private static long parseLength(String text, int radix) throws IOException {
    try {
      return Long.parseUnsignedLong(text.strip(), radix) & Long.MAX_VALUE;
    } catch (NumberFormatException e) {
      throw new IOException("malformed length", e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// A body in chunks, each after a line with its length.
  private static final class ChunkedInputStream extends InputStream {

    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedInputStream(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0 && !ended) {
        nextChunk();
      }
      if (ended) {
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(left, length));
      if (count < 0) {
        throw new IOException("the connection was closed in the middle of the body");
      }
      left -= count;
      return count;
    }

    private void nextChunk() throws IOException {
      if (!first && !readLine(in).isEmpty()) {
        throw new IOException("malformed chunk");
      }
      first = false;
      left = parseLength(readLine(in).split(";", 2)[0], 16);
      ended = left == 0;
    }
  }
}
