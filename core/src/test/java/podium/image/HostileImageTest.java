package podium.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import podium.ImagePolicy;
import podium.RerankException.InvalidRequest;

class HostileImageTest {

  private static final List<String> FILES =
      TestFiles.json("images/expected.json")
          .get("images")
          .valueStream()
          .map(image -> image.get("file").asText())
          .filter(file -> !file.equals("one_color.webp")) // 2 million pixels
          .toList();

  private final ImageProcessor processor =
      new ImageProcessor(ImagePolicy.DEFAULT.withMaxPixels(1_000_000), PixelBounds.QWEN3_VL);

  @Test
  void refusesWhatIsNoImage() {
    assertRefused(new byte[0], "is not a PNG, JPEG, WebP, GIF or BMP file");
    assertRefused("hello".getBytes(US_ASCII), "is not a PNG");
    assertRefused("<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(US_ASCII), "is not a PNG");
    assertRefused("%PDF-1.7".getBytes(US_ASCII), "is not a PNG");
  }

  @TestFactory
  Stream<DynamicTest> refusesAFileThatIsCutAnywhere() {
    return FILES.stream().map(file -> dynamicTest(file, () -> checkCuts(file)));
  }

  /// Of a GIF file only the first frame is read, so only cuts in its first half are sure to hurt.
  private void checkCuts(String file) {
    byte[] whole = TestFiles.bytes("images/" + file);
    int longest = file.endsWith(".gif") ? whole.length / 2 : whole.length - 1;
    int step = Math.max(1, whole.length / 50);
    for (int length = longest; length >= 0; length -= step) {
      assertRefused(Arrays.copyOf(whole, length), "image is");
    }
  }

  @TestFactory
  Stream<DynamicTest> aDamagedFileIsDecodedOrRefusedButNeverMore() {
    return FILES.stream().map(file -> dynamicTest(file, () -> checkDamages(file)));
  }

  private void checkDamages(String file) {
    var random = new Random(file.hashCode());
    for (int i = 0; i < 60; i++) {
      byte[] damaged = TestFiles.bytes("images/" + file);
      for (int flips = random.nextInt(1, 8); flips > 0; flips--) {
        int at = random.nextInt(Math.min(damaged.length, i % 2 == 0 ? 100 : damaged.length));
        damaged[at] = (byte) random.nextInt(256);
      }
      try {
        assertThat(processor.process(new EncodedImage(damaged)).count()).isPositive();
      } catch (InvalidRequest e) {
        assertThat(e).hasMessageStartingWith("image ");
      }
    }
  }

  @Test
  void refusesAnImageOfTooManyPixelsBeforeDecodingIt() {
    assertRefused(png(50_000, 50_000, new byte[10]), "50000 × 50000 pixels, the limit is 1000000");
    assertRefused(png(1_001, 1_000, new byte[10]), "1001 × 1000 pixels, the limit is 1000000");
    assertRefused(png(Integer.MAX_VALUE, Integer.MAX_VALUE, new byte[10]), "the limit is 1000000");
    assertRefused(png(-1, 5, new byte[10]), "has no pixels");
    assertRefused(png(0, 5, new byte[10]), "has no pixels");
    assertRefused(withShort("ycc_420.jpg", 0xffc0, 5, 65_000), "37 × 65000 pixels, the limit is");
    assertRefused(gif(65_000, 65_000, 0, 1), "65000 × 65000 pixels, the limit is 1000000");
    assertRefused(gif(1, 1, 60_000, 2_000), "62000 × 62000 pixels, the limit is 1000000");
    assertRefused(webpCanvas(1 << 24, 1 << 24), "16777216 × 16777216 pixels, the limit is 1000000");
    assertRefused(bmp(30_000, -30_000), "is a truncated BMP file");
  }

  @Test
  void pillowsLimitIsTheDefault() {
    var standard = new ImageProcessor(ImagePolicy.DEFAULT, PixelBounds.QWEN3_VL);

    assertThatThrownBy(() -> standard.process(new EncodedImage(png(14_000, 13_000, new byte[9]))))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("14000 × 13000 pixels, the limit is 178956970");
  }

  @Test
  void refusesAnImageMoreThan200TimesAsLongAsWide() {
    assertRefused(png(201, 1, new byte[10]), "201 × 1 pixels is more than 200 times as long");
    assertThat(processor.process(new EncodedImage(png(200, 1, new byte[601]))).count())
        .isPositive();
  }

  @Test
  void refusesPixelDataThatEndsTooSoon() {
    assertRefused(png(100, 100, new byte[301 * 50]), "is a damaged PNG file");
  }

  @Test
  void aCompressedTextInAPngIsNeverInflated() {
    byte[] bomb = chunk("zTXt", concat("k\0\0".getBytes(US_ASCII), deflate(new byte[100 << 20])));
    byte[] image = png(20, 20, new byte[61 * 20]);
    byte[] withBomb = insert(image, 33, bomb);

    assertThat(bomb.length).isLessThan(200_000);
    assertThat(processor.process(new EncodedImage(withBomb)).toFloats())
        .isEqualTo(processor.process(new EncodedImage(image)).toFloats());
  }

  @Test
  void refusesAChunkThatClaimsMoreThanThereIs() {
    byte[] image = png(20, 20, new byte[61 * 20]);
    ByteBuffer.wrap(image).putInt(33, Integer.MAX_VALUE - 5);

    assertRefused(image, "image is a");
  }

  @Test
  void refusesAJpegOfHundredsOfScans() {
    byte[] image = TestFiles.bytes("images/progressive.jpg");
    byte[] scan = {-1, (byte) 0xda, 0, 8, 1, 1, 0, 1, 5, 1, 0};
    byte[] scans = new byte[scan.length * 200];
    for (int i = 0; i < 200; i++) {
      System.arraycopy(scan, 0, scans, i * scan.length, scan.length);
    }

    assertRefused(insert(image, image.length - 2, scans), "has more than 100 scans");
  }

  @Test
  void refusesKindsOfJpegThatCannotBeDecoded() {
    byte[] lossless = TestFiles.bytes("images/ycc_420.jpg");
    lossless[indexOf(lossless, 0xffc0) + 1] = (byte) 0xc3;

    assertRefused(lossless, "is a JPEG file of process 3 with 8 bits, which is not supported");
  }

  @Test
  void refusesABitmapThatHidesAnotherFormat() {
    byte[] image = TestFiles.bytes("images/rgb.bmp");
    image[30] = 5;

    assertRefused(image, "is a BMP file of compression 5");
  }

  @Test
  void largeImagesWaitForEachOtherAndAllAreDecoded() throws Exception {
    byte[] image = png(1_000, 900, new byte[3_001 * 900]);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(() -> processor.process(new EncodedImage(image)).count());
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> count : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
        assertThat(count.get()).isEqualTo(62 * 56);
      }
    }
  }

  private void assertRefused(byte[] file, String reason) {
    assertThatThrownBy(() -> processor.process(new EncodedImage(file)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("image ")
        .hasMessageContaining(reason);
  }

  /// An RGB image whose rows are `rows`, filter bytes included.
  private static byte[] png(int width, int height, byte[] rows) {
    byte[] header =
        ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).put((byte) 2).array();
    return concat(
        "\u0089PNG\r\n\u001a\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
        chunk("IHDR", header),
        chunk("IDAT", deflate(rows)),
        chunk("IEND", new byte[0]));
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] body = concat(type.getBytes(US_ASCII), data);
    var checksum = new CRC32();
    checksum.update(body);
    return ByteBuffer.allocate(body.length + 8)
        .putInt(data.length)
        .put(body)
        .putInt((int) checksum.getValue())
        .array();
  }

  private static byte[] deflate(byte[] data) {
    var out = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(out)) {
      deflater.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] gif(int width, int height, int offset, int side) {
    return ByteBuffer.allocate(27)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("GIF89a".getBytes(US_ASCII))
        .putShort((short) width)
        .putShort((short) height)
        .put(new byte[3])
        .put((byte) ',')
        .putShort((short) offset)
        .putShort((short) offset)
        .putShort((short) side)
        .putShort((short) side)
        .put(new byte[] {0, 2, 0, ';'})
        .array();
  }

  private static byte[] bmp(int width, int height) {
    return ByteBuffer.allocate(100)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("BM".getBytes(US_ASCII))
        .putInt(10, 54)
        .putInt(14, 40)
        .putInt(18, width)
        .putInt(22, height)
        .putShort(28, (short) 24)
        .array();
  }

  private static byte[] webpCanvas(int width, int height) {
    byte[] image = TestFiles.bytes("images/animated.webp");
    ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    in.putInt(24, width - 1);
    in.putShort(27, (short) (height - 1));
    in.put(29, (byte) ((height - 1) >> 16));
    return image;
  }

  /// `file` with the two bytes that come `offset` after `marker` replaced.
  private static byte[] withShort(String file, int marker, int offset, int value) {
    byte[] bytes = TestFiles.bytes("images/" + file);
    ByteBuffer.wrap(bytes).putShort(indexOf(bytes, marker) + offset, (short) value);
    return bytes;
  }

  private static int indexOf(byte[] bytes, int marker) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int at = 0;
    while (in.getShort(at) != (short) marker) {
      at++;
    }
    return at;
  }

  private static byte[] insert(byte[] bytes, int at, byte[] inserted) {
    return concat(Arrays.copyOf(bytes, at), inserted, Arrays.copyOfRange(bytes, at, bytes.length));
  }

  private static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
