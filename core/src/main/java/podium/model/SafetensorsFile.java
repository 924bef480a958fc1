package podium.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import podium.tensor.StoredTensor;

/// Maps a safetensors file into memory: 8 bytes length of the header (little-endian), the header
/// ([SafetensorsHeader]), the data. Nothing of the data is read here.
final class SafetensorsFile {

  /// Real headers have some hundred kilobytes. The format's reference implementation allows 100 MB,
  /// which a hostile file could turn into gigabytes of heap.
  private static final long MAX_HEADER = Json.MAX_BYTES;

  private static final byte[] GIT_LFS = "version ".getBytes(US_ASCII);

  private SafetensorsFile() {}

  /// All tensors of the file, mapped until `arena` is closed.
  ///
  /// @param name what complaints call the file
  static Map<String, StoredTensor> map(String name, Path file, Arena arena) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long start = Long.BYTES + headerLength(name, channel);
      String header = Json.text(name + " header", read(channel, Long.BYTES, start));
      long dataBytes = channel.size() - start;
      List<SafetensorsHeader.Entry> entries = SafetensorsHeader.parse(name, header, dataBytes);
      MemorySegment data = channel.map(MapMode.READ_ONLY, start, dataBytes, arena);
      return tensors(entries, data);
    } catch (IOException e) {
      throw Refusal.unreadable(name, e);
    }
  }

  private static long headerLength(String name, FileChannel channel) throws IOException {
    if (channel.size() < Long.BYTES) {
      throw Refusal.of(
          "%s has only %d bytes and is no safetensors file".formatted(name, channel.size()));
    }
    byte[] first = read(channel, 0, Long.BYTES);
    if (Arrays.equals(first, GIT_LFS)) {
      throw Refusal.of(
          name + " is a Git LFS pointer, not the weights themselves; run git lfs pull");
    }
    long length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long limit = Math.min(MAX_HEADER, channel.size() - Long.BYTES);
    if (length < 0 || length > limit) {
      throw Refusal.of(
          "%s: the header must have at most %d bytes, but is said to have %s"
              .formatted(name, limit, Long.toUnsignedString(length)));
    }
    return length;
  }

  private static byte[] read(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new IOException("it ends too early");
      }
    }
    return bytes.array();
  }

  private static Map<String, StoredTensor> tensors(
      List<SafetensorsHeader.Entry> entries, MemorySegment data) {
    var tensors = new LinkedHashMap<String, StoredTensor>();
    for (SafetensorsHeader.Entry entry : entries) {
      long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
      MemorySegment bytes = data.asSlice(entry.begin(), entry.end() - entry.begin());
      tensors.put(entry.name(), new StoredTensor(entry.name(), entry.dtype(), shape, bytes));
    }
    return tensors;
  }
}
