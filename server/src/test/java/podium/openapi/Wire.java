package podium.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;

/// Stands between a server and clients that are not ours: hands every byte on as it comes, each
/// way, and has everything checked when it is closed.
public final class Wire implements AutoCloseable {

  private interface Copied {
    void of(byte[] bytes, int offset, int length);
  }

  private final URI server;
  private final DriftCheck check;
  private final ServerSocket socket;
  private final List<Recording> recordings = new CopyOnWriteArrayList<>();
  private final List<Socket> ends = new CopyOnWriteArrayList<>();
  private final Phaser copying = new Phaser(1);

  public Wire(URI server, DriftCheck check) throws IOException {
    this.server = server;
    this.check = check;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  /// Where clients find the server.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        connect(socket.accept());
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void connect(Socket client) throws IOException {
    var target = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    var recording = new Recording();
    recordings.add(recording);
    ends.addAll(List.of(client, target));
    copy(client, target, recording::sent);
    copy(target, client, recording::received);
  }

  private void copy(Socket from, Socket to, Copied copied) {
    copying.register();
    Thread.startVirtualThread(() -> {
      try (from;
          to) {
        copy(from.getInputStream(), to.getOutputStream(), copied);
      } catch (IOException _) {
        // one of the two has gone, so the other may go
      } finally {
        copying.arriveAndDeregister();
      }
    });
  }

  private static void copy(InputStream in, OutputStream out, Copied copied) throws IOException {
    byte[] bytes = new byte[1 << 16];
    for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
      copied.of(bytes, 0, count);
      out.write(bytes, 0, count);
    }
  }

  /// Cuts all connections.
  ///
  /// @throws AssertionError if something went over them that is not as documented, or nothing at
  ///   all
  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket end : ends) {
      end.close();
    }
    copying.arriveAndAwaitAdvance();
    recordings.forEach(recording -> recording.check(check));
    if (check.seen().isEmpty()) {
      throw new AssertionError("nothing went over the wire that could be checked");
    }
  }
}
