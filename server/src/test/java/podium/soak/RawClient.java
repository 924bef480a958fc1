package podium.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client without manners: it sends and reads slowly, or leaves.
record RawClient(URI server, Random random) {

  private static final Pattern STATUS = Pattern.compile("HTTP/1.1 (\\d+) ");
  private static final int PATIENCE_MILLIS = 180_000;
  private static final int PIECES = 8;

  /// What came back.
  record Response(int status, String head, String body) {}

  /// Sends a request in pieces with pauses, and reads the answer the same way.
  Response slowly(String path, String body) throws IOException, InterruptedException {
    try (Socket socket = connect()) {
      byte[] request = request(path, body);
      OutputStream out = socket.getOutputStream();
      int piece = request.length / PIECES + 1;
      for (int from = 0; from < request.length; from += piece) {
        out.write(request, from, Math.min(piece, request.length - from));
        out.flush();
        Thread.sleep(random.nextInt(10));
      }
      InputStream in = socket.getInputStream();
      var response = new StringBuilder();
      byte[] few = new byte[200];
      for (int n = in.read(few); n >= 0; n = in.read(few)) {
        response.append(new String(few, 0, n, StandardCharsets.ISO_8859_1));
        Thread.sleep(random.nextInt(3));
      }
      return response(response.toString());
    }
  }

  private static Response response(String text) throws IOException {
    int end = text.indexOf("\r\n\r\n");
    Matcher status = STATUS.matcher(text);
    if (end < 0 || !status.lookingAt()) {
      throw new IOException("half an answer of %d characters".formatted(text.length()));
    }
    return new Response(
        Integer.parseInt(status.group(1)), text.substring(0, end), text.substring(end + 4));
  }

  /// Sends the beginning of a request and leaves.
  void leaveWhileSending(String path, String body) throws IOException {
    try (Socket socket = connect()) {
      byte[] request = request(path, body);
      socket.getOutputStream().write(request, 0, request.length / 2);
      socket.getOutputStream().flush();
      leave(socket);
    }
  }

  /// Sends a request and leaves before or while it is answered.
  void leaveWhileWaiting(String path, String body) throws IOException, InterruptedException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request(path, body));
      socket.getOutputStream().flush();
      Thread.sleep(random.nextInt(30));
      leave(socket);
    }
  }

  /// With an RST every second time, else with a FIN.
  private void leave(Socket socket) throws IOException {
    if (random.nextBoolean()) {
      socket.setSoLinger(true, 0);
    }
    socket.close();
  }

  private Socket connect() throws IOException {
    var socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static byte[] request(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, bytes.length)
            .getBytes(StandardCharsets.UTF_8);
    byte[] request = new byte[head.length + bytes.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(bytes, 0, request, head.length, bytes.length);
    return request;
  }
}
