package podium.eval;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A text file that is read line by line: one line is in memory at a time, so that the file may be
/// larger than that.
final class LineFile {

  /// Bytes of a line. A file with a longer one has no lines.
  private static final int LONGEST = 64 << 20;

  private static final int BUFFER = 1 << 16;

  /// Takes the lines of a file.
  interface Reader {
    void read(Line line) throws IOException;
  }

  private LineFile() {}

  /// Gives every line that is not blank to `reader`. A line ends with LF or CR LF.
  ///
  /// @param progress is told of the bytes read
  /// @throws DatasetException if there is no such file, or what `reader` throws
  static void read(Path file, Progress progress, Reader reader) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DatasetException(
          "%s %s".formatted(file, Files.exists(file) ? "is not a file" : "does not exist"));
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      var bytes = new ByteArrayOutputStream();
      long done = 0;
      for (long number = 1; fill(bytes, in, file, number); number++) {
        done += bytes.size() + 1;
        byte[] content = withoutReturn(bytes.toByteArray());
        if (!isBlank(content)) {
          reader.read(new Line(file, number, content));
        }
        progress.at(done);
        bytes.reset();
      }
    }
  }

  /// Reads to the next line feed or the end of the file.
  ///
  /// @return whether there was anything
  private static boolean fill(ByteArrayOutputStream bytes, InputStream in, Path file, long number)
      throws IOException {
    int next = in.read();
    boolean any = next >= 0;
    while (next >= 0 && next != '\n') {
      if (bytes.size() == LONGEST) {
        throw Line.wrong(file, number, "it has more than %d bytes, the limit".formatted(LONGEST));
      }
      bytes.write(next);
      next = in.read();
    }
    return any;
  }

  private static byte[] withoutReturn(byte[] bytes) {
    boolean returns = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return returns ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
