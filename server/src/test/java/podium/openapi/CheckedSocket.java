package podium.openapi;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A socket that has everything checked that a test wrote and read, when it is closed.
public final class CheckedSocket extends Socket {

  private final Recording recording = new Recording();
  private final DriftCheck check;

  public CheckedSocket(int port, DriftCheck check) throws IOException {
    this.check = check;
    connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        recording.sent(bytes, offset, length);
        out.write(bytes, offset, length);
      }
    };
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        recording.received(bytes, offset, Math.max(0, count));
        return count;
      }
    };
  }

  @Override
  public void close() throws IOException {
    if (!isClosed()) {
      super.close();
      recording.check(check);
    }
  }
}
