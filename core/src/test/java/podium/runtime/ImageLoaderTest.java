package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.Content;
import podium.Image;
import podium.ImagePolicy;
import podium.LengthLimits;
import podium.RerankException.Cancelled;
import podium.RerankException.DeadlineExceeded;
import podium.RerankException.InvalidRequest;
import podium.RerankException.Overloaded;
import podium.RerankRequest;
import podium.image.ImageProcessor;
import podium.image.LocalImages;
import podium.image.PixelBounds;
import podium.nn.Golden;
import podium.tensor.Picture;

/// With a web server on the loopback interface, which counts as public here.
class ImageLoaderTest {

  private static final byte[] GREY = Golden.image("grey.png");
  private static final long GREY_BYTES = 64 * 64 * 3;
  private static final Image GREY_IMAGE = Image.of(GREY);
  private static final Content LANDSCAPE = Content.of(Image.of(Golden.image("landscape.png")));

  /// Of what a network keeps of the grey picture's four blocks.
  private static final long BYTES_PER_TOKEN = 1000;

  private static final Deadline NEVER = Deadline.in(Duration.ofDays(1));

  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicInteger fetched = new AtomicInteger();
  private final PictureMemory memory = new PictureMemory(100_000);
  private HttpServer server;
  private ImageLoader loader;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
    ImagePolicy policy = ImagePolicy.DEFAULT.withUrls(true);
    loader =
        new ImageLoader(
            LocalImages.reachingLoopback(policy),
            new ImageProcessor(policy, PixelBounds.QWEN3_VL),
            memory,
            BYTES_PER_TOKEN);
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    fetched.incrementAndGet();
    asked.countDown();
    switch (exchange.getRequestURI().getPath()) {
      case "/grey.png" -> {
        exchange.sendResponseHeaders(200, GREY.length);
        exchange.getResponseBody().write(GREY);
      }
      case "/private" -> {
        exchange.getResponseHeaders().set("Location", "http://10.0.0.1/secret.png");
        exchange.sendResponseHeaders(302, -1);
      }
      default -> await();
    }
    exchange.close();
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Content url(String path) {
    return Content.of(
        new Image("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path)));
  }

  private static RerankRequest request(Content query, Content... documents) {
    return new RerankRequest(
        query, List.of(documents), LengthLimits.NONE, RerankRequest.NO_TIMEOUT);
  }

  private static Picture picture(Gallery gallery, Content content) {
    return gallery.passage(content).pictures().getFirst();
  }

  @Test
  void aRequestWithoutImagesNeedsNothing() {
    try (Gallery gallery = loader.load(request(Content.of("q"), Content.of("d")), NEVER)) {
      assertThat(gallery.passage(Content.of("d")).text()).contains("d");
      assertThat(memory.used()).isZero();
    }
  }

  @Test
  void imagesWithTheSameBytesAreOnePictureHoweverTheyAreReferredTo() {
    Content inline = Content.of(GREY_IMAGE, "text");
    Content base64 = Content.of(new Image(Base64.getEncoder().encodeToString(GREY)));

    try (Gallery gallery =
        loader.load(
            request(url("/grey.png"), inline, base64, url("/grey.png"), LANDSCAPE), NEVER)) {
      assertThat(picture(gallery, inline)).isSameAs(picture(gallery, base64));
      assertThat(picture(gallery, url("/grey.png"))).isSameAs(picture(gallery, inline));
      assertThat(picture(gallery, LANDSCAPE)).isNotEqualTo(picture(gallery, inline));
      assertThat(gallery.passage(inline).text()).contains("text");
      assertThat(fetched).hasValue(1);
    }
  }

  @Test
  void takesMemoryForPixelsAndForWhatIsKeptOfImagesThatSeveralDocumentsShow() {
    Content grey = Content.of(GREY_IMAGE);
    try (Gallery once = loader.load(request(Content.of("q"), grey), NEVER)) {
      assertThat(memory.used()).isEqualTo(GREY_BYTES);
      assertThat(once.pictures()).hasSize(1);
    }
    assertThat(memory.used()).isZero();
    try (Gallery twice = loader.load(request(Content.of("q"), grey, grey), NEVER)) {
      assertThat(memory.used()).isEqualTo(GREY_BYTES + 4 * BYTES_PER_TOKEN);
      assertThat(twice.pictures()).hasSize(1);
    }
    try (Gallery queried = loader.load(request(grey, Content.of("a"), Content.of("b")), NEVER)) {
      assertThat(memory.used()).isEqualTo(GREY_BYTES + 4 * BYTES_PER_TOKEN);
      assertThat(queried.pictures()).hasSize(1);
    }
    assertThat(memory.used()).isZero();
  }

  @Test
  void refusesImagesThatTakeMoreMemoryThanThereIs() {
    Content[] documents =
        IntStream.range(0, 9).mapToObj(ImageLoaderTest::another).toArray(Content[]::new);

    assertThatThrownBy(() -> loader.load(request(Content.of("q"), documents), NEVER))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageEndingWith(
            "the images of the request need more than the 0 MB of memory that there are for images");
    assertThat(memory.used()).isZero();
  }

  @Test
  void refusesImagesForWhichOthersLeaveNoMemory() {
    PictureMemory.Share others = memory.share();
    others.take(95_000);

    assertThatThrownBy(() -> loader.load(request(Content.of("q"), another(0)), NEVER))
        .isInstanceOf(Overloaded.class);
    others.close();
    loader.load(request(Content.of("q"), another(0)), NEVER).close();
    assertThat(memory.used()).isZero();
  }

  /// The grey picture in a file of its own.
  private static Content another(int number) {
    byte[] file = Arrays.copyOf(GREY, GREY.length + 1);
    file[GREY.length] = (byte) number;
    return Content.of(Image.of(file));
  }

  @Test
  void namesThePlaceOfAnImageThatCannotBeUsed() {
    Content broken = Content.of(Image.of(Arrays.copyOf(GREY, 50)));
    var both =
        new Content.Visual(
            List.of(GREY_IMAGE, new Image("http://192.168.0.1/x")), Optional.of("t"));

    assertThat(refusal(request(broken, Content.of("d"))))
        .isEqualTo("query.image: image is a truncated PNG file");
    assertThat(refusal(request(Content.of("q"), LANDSCAPE, both)))
        .isEqualTo(
            "documents[1].image[1]: image URL 'http://192.168.0.1/x' leads to a private, local or reserved address");
    assertThat(refusal(request(Content.of("q"), Content.of("d"), url("/private"))))
        .startsWith("documents[1].image: image URL '")
        .endsWith("leads to a private, local or reserved address");
  }

  @Test
  void ofSeveralThatCannotBeUsedTheFirstIsNamed() {
    Content broken = Content.of(Image.of(Arrays.copyOf(GREY, 50)));
    Content text = Content.of(Image.of("hello".getBytes(StandardCharsets.UTF_8)));

    assertThat(refusal(request(Content.of("q"), LANDSCAPE, text, broken)))
        .isEqualTo("documents[1].image: image is not a PNG, JPEG, WebP, GIF or BMP file");
  }

  private String refusal(RerankRequest request) {
    Throwable refusal = catchThrowable(() -> loader.load(request, NEVER));
    assertThat(refusal).isInstanceOf(InvalidRequest.class);
    assertThat(memory.used()).isZero();
    return String.valueOf(refusal.getMessage());
  }

  @Test
  void aDeadlineEndsTheWaitForAnImage() {
    RerankRequest request = request(Content.of("q"), Content.of(GREY_IMAGE), url("/silent"));

    assertThatThrownBy(() -> loader.load(request, Deadline.in(Duration.ofMillis(300))))
        .isInstanceOf(DeadlineExceeded.class);
    assertThat(memory.used()).isZero();
  }

  @Test
  void aCallerThatGoesAwayEndsTheWaitForAnImage() throws Exception {
    RerankRequest request = request(Content.of("q"), url("/silent"));
    var loading = new FutureTask<>(() -> catchThrowable(() -> loader.load(request, NEVER)));
    Thread caller = Thread.startVirtualThread(loading);
    asked.await();

    caller.interrupt();

    assertThat(loading.get(20, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
    assertThat(memory.used()).isZero();
  }

  @Test
  void aFolderThatIsNotThereIsNamed(@TempDir Path folder) {
    ImagePolicy policy = ImagePolicy.DEFAULT.withRoots(List.of(folder.resolve("none")));

    assertThatThrownBy(() -> ImageLoader.of(policy, 1))
        .hasMessageContaining("none' is not a directory");
  }
}
