package podium.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import podium.tensor.DType;

/// Builds a safetensors file tensor by tensor, or from any header and data, however broken.
public final class TensorFile {

  private final StringJoiner header = new StringJoiner(",", "{", "}");
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /// Adds a tensor of f32 values.
  public TensorFile f32(String name, String shape, float... values) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    littleEndian(bytes).asFloatBuffer().put(values);
    return add(name, DType.F32, shape, bytes);
  }

  /// Adds a tensor of two-byte elements, given as their bits.
  public TensorFile bits(String name, DType dtype, String shape, int... values) {
    byte[] bytes = new byte[values.length * Short.BYTES];
    ByteBuffer target = littleEndian(bytes);
    for (int value : values) {
      target.putShort((short) value);
    }
    return add(name, dtype, shape, bytes);
  }

  /// Adds a tensor of any bytes, of whatever length.
  public TensorFile add(String name, DType dtype, String shape, byte[] bytes) {
    int begin = data.size();
    data.writeBytes(bytes);
    header.add(
        "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
            .formatted(name, dtype, shape, begin, data.size()));
    return this;
  }

  public byte[] bytes() {
    return bytes(header.toString(), data.toByteArray());
  }

  public void write(Path file) {
    write(file, bytes());
  }

  /// Length of the header, the header, the data.
  static byte[] bytes(String header, byte[] data) {
    byte[] text = header.getBytes(UTF_8);
    byte[] bytes = new byte[Long.BYTES + text.length + data.length];
    littleEndian(bytes).putLong(text.length).put(text).put(data);
    return bytes;
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    write(file, text.getBytes(UTF_8));
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
