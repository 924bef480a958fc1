package podium.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import podium.bench.BenchShape.TensorShape;
import podium.tensor.DType;

/// Writes a model directory whose weights are random: matrices and biases uniform in ±0.05, or as
/// wide as asked for, normalization weights 1 ± as much. The same shape gives the same bytes.
public final class RandomCheckpoint {

  private static final int SEED = 20_260_101;
  private static final float WIDTH = 0.05f;

  private RandomCheckpoint() {}

  /// Writes `config.json`, `tokenizer.json`, `tokenizer_config.json` and `model.safetensors` into
  /// `directory`, which is made if absent.
  public static void write(BenchShape shape, Path directory) throws IOException {
    write(shape, directory, WIDTH);
  }

  /// The same with other weights.
  ///
  /// @param width how far weights are from 0 or 1 at most
  public static void write(BenchShape shape, Path directory, float width) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("config.json"), shape.config());
    Files.writeString(directory.resolve("tokenizer.json"), WordTokenizer.json(shape.vocabulary()));
    Files.writeString(
        directory.resolve("tokenizer_config.json"),
        "{\"model_max_length\": %d}".formatted(shape.maxLength()));
    writeTensors(shape, directory.resolve("model.safetensors"), width);
  }

  private static void writeTensors(BenchShape shape, Path file, float width) throws IOException {
    byte[] header = header(shape);
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      channel.write(prefix.putLong(0, header.length));
      channel.write(ByteBuffer.wrap(header));
      var random = new Weights(new SplittableRandom(SEED), width, shape.dtype());
      var buffer = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
      for (TensorShape tensor : shape.tensors()) {
        writeTensor(tensor, random, buffer, channel);
      }
    }
  }

  /// Where the next weight comes from.
  private record Weights(SplittableRandom random, float width, DType dtype) {

    void putNext(ByteBuffer buffer, float centre) {
      float value = centre + random.nextInt() * (width / (1L << 31));
      switch (dtype) {
        case F32 -> buffer.putFloat(value);
        case F16 -> buffer.putShort(Float.floatToFloat16(value));
        case BF16 -> buffer.putShort((short) (Float.floatToRawIntBits(value) >> 16));
        default -> throw new IllegalArgumentException(dtype + " is not a weight");
      }
    }
  }

  /// The JSON header of a safetensors file, padded with blanks to a multiple of eight bytes.
  private static byte[] header(BenchShape shape) {
    var entries = new StringJoiner(",", "{", "}");
    long offset = 0;
    for (TensorShape tensor : shape.tensors()) {
      long end = offset + tensor.elements() * shape.dtype().bytes();
      entries.add(
          "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(tensor.name(), shape.dtype(), tensor.dimensions(), offset, end));
      offset = end;
    }
    String json = entries.toString();
    return json.concat(" ".repeat(-json.length() & 7)).getBytes(StandardCharsets.UTF_8);
  }

  private static void writeTensor(
      TensorShape tensor, Weights weights, ByteBuffer buffer, FileChannel channel)
      throws IOException {
    float centre = tensor.isNormWeight() ? 1 : 0;
    long left = tensor.elements();
    while (left > 0) {
      int count = (int) Math.min(left, buffer.capacity() / weights.dtype().bytes());
      buffer.clear();
      for (int i = 0; i < count; i++) {
        weights.putNext(buffer, centre);
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      left -= count;
    }
  }
}
