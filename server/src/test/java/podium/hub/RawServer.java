package podium.hub;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// HTTP/1.1 on bare sockets, so that answers can be as wrong as a test wants them.
public final class RawServer implements AutoCloseable {

  /// What a client asked for.
  ///
  /// @param target path and query
  /// @param headers by name in small letters
  public record Request(String method, String target, Map<String, String> headers) {

    public String path() {
      return URI.create(target).getPath();
    }

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /// Answers one request.
  interface Handler {
    void answer(Request request, Answer answer) throws IOException, InterruptedException;
  }

  /// Where an answer is written to.
  static final class Answer {

    private final OutputStream out;
    private boolean cut;

    private Answer(OutputStream out) {
      this.out = out;
    }

    void head(int status, Map<String, String> headers) throws IOException {
      var head = new StringBuilder("HTTP/1.1 %d Whatever\r\n".formatted(status));
      headers.forEach((name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
      out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    void body(byte[] bytes, int from, int to) throws IOException {
      out.write(bytes, from, to - from);
      out.flush();
    }

    /// Ends the connection here, whatever was promised.
    void cut() {
      cut = true;
    }
  }

  private final ServerSocket listening;
  private final String host;
  private final Handler handler;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private RawServer(ServerSocket listening, String host, Handler handler) {
    this.listening = listening;
    this.host = host;
    this.handler = handler;
  }

  /// @param host the name by which it calls itself; it is reached by all names of this machine
  static RawServer start(String host, Handler handler) throws IOException {
    var server =
        new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), host, handler);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  String uri() {
    return "http://%s:%d".formatted(host, listening.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      var answer = new Answer(socket.getOutputStream());
      for (String line = line(in); !line.isEmpty() && !answer.cut; line = line(in)) {
        handler.answer(request(line, in), answer);
        if (answer.cut) {
          return;
        }
      }
    } catch (IOException | InterruptedException _) {
      // the client has gone, or the test is over
    } finally {
      open.remove(socket);
    }
  }

  private static Request request(String first, InputStream in) throws IOException {
    String[] parts = first.split(" ", 3);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] header = line.split(": *", 2);
      headers.put(header[0], header[1]);
    }
    return new Request(parts[0], parts[1], headers);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append(c == '\r' ? "" : String.valueOf((char) c));
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
