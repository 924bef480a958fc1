package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.ImagePolicy;
import podium.Precision;
import podium.Reranker;
import podium.RerankerOptions;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.Limits;
import podium.http.TestServer;

/// Images in requests to the tiny Qwen3-VL, of servers that allow them in different ways.
class ImagesOverHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDEN = Path.of("..", "core", "src", "test", "resources", "golden");
  private static final Path IMAGES = GOLDEN.resolve("expected/qwen3_vl_images");

  @TempDir private static Path folder;

  private static VisionServer closed;
  private static VisionServer open;

  /// A server with a policy.
  private record VisionServer(Catalog catalog, TestServer http) implements AutoCloseable {

    static VisionServer start(ImagePolicy policy) throws Exception {
      RerankerOptions options =
          RerankerOptions.DEFAULT.withPrecision(Precision.F32).withImages(policy);
      var scan = new ModelScan(List.of(GOLDEN.resolve("models").toRealPath()));
      var catalog = new Catalog(scan, Optional.empty(), options, Reranker::open);
      var config = TestServer.config(Limits.DEFAULT);
      return new VisionServer(catalog, TestServer.start(config, Api.service(config, catalog)));
    }

    HttpResponse<String> rerank(Object query, Object... documents) throws Exception {
      ObjectNode body = JSON.createObjectNode().put("model", "qwen3_vl").put("raw_scores", true);
      body.putPOJO("query", query);
      ArrayNode list = body.putArray("documents");
      Arrays.stream(documents).forEach(list::addPOJO);
      return http.post("/v1/rerank", body.toString());
    }

    JsonNode ranked(Object query, Object... documents) throws Exception {
      HttpResponse<String> response = rerank(query, documents);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return TestServer.json(response);
    }

    float logit(Object query, Object document) throws Exception {
      return ranked(query, document).at("/results/0/relevance_score").floatValue();
    }

    String refusal(Object query, Object... documents) throws Exception {
      HttpResponse<String> response = rerank(query, documents);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
      assertThat(TestServer.json(response).path("code").asText()).isEqualTo("invalid_request");
      return TestServer.json(response).path("message").asText();
    }

    @Override
    public void close() throws IOException {
      http.close();
      catalog.close();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    Path allowed = Files.createDirectory(folder.resolve("allowed"));
    Files.copy(IMAGES.resolve("landscape.png"), allowed.resolve("landscape.png"));
    Files.copy(IMAGES.resolve("grey.png"), folder.resolve("secret.png"));
    Files.createSymbolicLink(allowed.resolve("link.png"), folder.resolve("secret.png"));
    Files.createSymbolicLink(allowed.resolve("up"), folder);
    closed = VisionServer.start(ImagePolicy.DEFAULT);
    open =
        VisionServer.start(
            ImagePolicy.DEFAULT
                .withUrls(true)
                .withRoots(List.of(allowed))
                .withMaxBytes(100_000)
                .withMaxPixels(1_000_000)
                .withMaxShownPixels(6 * 32 * 32));
  }

  @AfterAll
  static void stop() throws Exception {
    open.close();
    closed.close();
  }

  private static ObjectNode image(String reference) {
    return JSON.createObjectNode().put("image", reference);
  }

  private static String base64(byte[] file) {
    return Base64.getEncoder().encodeToString(file);
  }

  private static byte[] file(String name) throws Exception {
    return Files.readAllBytes(IMAGES.resolve(name));
  }

  private static String dataUri(String name) throws Exception {
    return "data:image/png;base64," + base64(file(name));
  }

  /// The golden case whose image is scaled down to the pixels of the second server.
  @Test
  void largeImagesAreScaledDownAsTheOperatorSays() throws Exception {
    JsonNode cases = JSON.readTree(GOLDEN.resolve("expected/qwen3_vl.json").toFile()).path("cases");
    JsonNode golden =
        cases.valueStream().filter(node -> node.has("max_pixels")).findAny().orElseThrow();

    assertThat(open.logit("limit", image("landscape.png")))
        .isCloseTo(golden.path("logits").get(0).floatValue(), offset(1e-4f));
    assertThat(open.logit("limit", image(dataUri("landscape.png"))))
        .isCloseTo(golden.path("logits").get(0).floatValue(), offset(1e-4f));
  }

  @Test
  void anImageMayBeADataUriBareBase64OrAPath() throws Exception {
    float logit = open.logit("q", image(dataUri("landscape.png")));

    assertThat(open.logit("q", image(base64(file("landscape.png"))))).isEqualTo(logit);
    assertThat(open.logit("q", image("landscape.png"))).isEqualTo(logit);
    assertThat(open.logit("q", image(folder.resolve("allowed/landscape.png").toString())))
        .isEqualTo(logit);
    assertThat(open.logit("q", image("./up/allowed/landscape.png"))).isEqualTo(logit);
  }

  @Test
  void documentsOfAllKindsMayBeMixed() throws Exception {
    ObjectNode both = image(dataUri("grey.png")).put("text", "a grey square");
    JsonNode answer =
        closed.ranked(both, "a text", image(dataUri("alpha.png")), both, JSON.createObjectNode());

    assertThat(answer.path("results")).hasSize(4);
    for (JsonNode result : answer.path("results")) {
      Object document =
          List.of("a text", image(dataUri("alpha.png")), both, JSON.createObjectNode())
              .get(result.path("index").asInt());
      assertThat(result.path("relevance_score").floatValue())
          .isCloseTo(closed.logit(both, document), offset(1e-4f));
    }
  }

  @Test
  void usageCountsTheTokensOfImages() throws Exception {
    long without = tokens(closed.ranked("q", image(dataUri("grey.png")).put("text", "x")));
    long with = tokens(closed.ranked("q", image(dataUri("landscape.png")).put("text", "x")));

    assertThat(with - without).isEqualTo(6 * 10 / 4 - 4 * 4 / 4);
  }

  private static long tokens(JsonNode answer) {
    return answer.at("/usage/prompt_tokens").asLong();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/rerank", "/rerank", "/v2/rerank"})
  void theirBytesAreNotEchoed(String path) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("model", "qwen3_vl").put("query", "q");
    body.put("return_documents", true)
        .putArray("documents")
        .add(image(dataUri("grey.png")).put("text", "grey").put("page", 7));

    JsonNode answer = TestServer.json(closed.http.post(path, body.toString()));

    assertThat(answer.at("/results/0/document"))
        .isEqualTo(JSON.createObjectNode().put("text", "grey").put("page", 7));
  }

  @Test
  void theirNamesAreEchoed() throws Exception {
    assertThat(open.ranked("q", image("landscape.png")).at("/results/0/document"))
        .isEqualTo(image("landscape.png"));
  }

  @Test
  void rankFieldsAreTheTextBehindAnImage() throws Exception {
    ObjectNode document = image(dataUri("grey.png")).put("title", "a").put("body", "b");
    ObjectNode body = JSON.createObjectNode().put("model", "qwen3_vl").put("raw_scores", true);
    body.put("query", "q").putArray("rank_fields").add("title").add("body");
    body.putArray("documents").add(document);

    JsonNode answer = TestServer.json(closed.http.post("/v1/rerank", body.toString()));

    assertThat(answer.at("/results/0/relevance_score").floatValue())
        .isEqualTo(closed.logit("q", image(dataUri("grey.png")).put("text", "a\nb")));
  }

  @Test
  void urlsAndPathsAreRefusedUnlessTheOperatorAllowsThem() throws Exception {
    assertThat(closed.refusal("q", "a", image("https://example.com/x.png")))
        .isEqualTo(
            "documents[1].image: image URLs are not allowed here, send the image as a data URI");
    assertThat(closed.refusal(image("landscape.png"), "a"))
        .isEqualTo("query.image: image paths are not allowed here, send the image as a data URI");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "../secret.png | image path '../secret.png' leads out of the allowed directories",
        "/etc/passwd | image path '/etc/passwd' leads out of the allowed directories",
        "file:///etc/passwd | image path '/etc/passwd' leads out of the allowed directories",
        "link.png | image path 'link.png' leads out of the allowed directories",
        "up/secret.png | image path 'up/secret.png' leads out of the allowed directories",
        "nothing.png | image file 'nothing.png' does not exist",
        "up | image path 'up' leads out of the allowed directories",
        "http://127.0.0.1/x.png | image URL 'http://127.0.0.1/x.png' leads to a private, local or reserved address",
        "http://localhost/x.png | image URL 'http://localhost/x.png' leads to a private, local or reserved address",
        "http://169.254.169.254/latest | image URL 'http://169.254.169.254/latest' leads to a private, local or reserved address",
        "http://10.1.2.3/ | image URL 'http://10.1.2.3/' leads to a private, local or reserved address",
        "http://[::1]/ | image URL 'http://[::1]/' leads to a private, local or reserved address",
        "http://[::ffff:192.168.0.1]/ | image URL 'http://[::ffff:192.168.0.1]/' leads to a private, local or reserved address",
        "http://2130706433/ | image URL 'http://2130706433/' leads to a private, local or reserved address",
        "http://a:b@example.com/ | image URL 'http://a:b@example.com/' carries a user name, which is not supported",
        "ftp://example.com/x.png | image has a reference of type 'ftp:', but only data, http, https, file and paths are known",
        "data:text/plain;base64,aGVsbG8= | image is a data URI of type 'text/plain'",
        "data:image/png,hello | image is a data URI that is not base64",
        "data:image/png;base64,!!! | image data is not valid base64",
        "data:image/png;base64,aGVsbG8= | image is not a PNG, JPEG, WebP, GIF or BMP file",
      })
  void whatMustNotBeReadIsNamedWithTheReason(String reference, String reason) throws Exception {
    assertThat(open.refusal("q", "a", "b", image(reference)))
        .isEqualTo("documents[2].image: " + reason);
    assertThat(open.refusal(image(reference), "a")).isEqualTo("query.image: " + reason);
  }

  @Test
  void hostileFilesAreRefusedWithTheReason() throws Exception {
    byte[] whole = file("landscape.png");
    byte[] huge = pngHeader(100_000, 100_000);

    assertThat(open.refusal("q", image(base64(Arrays.copyOf(whole, whole.length / 2)))))
        .isEqualTo("documents[0].image: image is a truncated PNG file");
    assertThat(open.refusal("q", image("data:;base64," + base64(huge))))
        .isEqualTo(
            "documents[0].image: image has 100000 × 100000 pixels, the limit is 1000000 in all");
    assertThat(open.refusal("q", image("data:;base64," + base64(pngHeader(1000, 1)))))
        .contains("more than 200 times");
    assertThat(open.refusal("q", image("data:;base64," + base64(new byte[200_000]))))
        .isEqualTo("documents[0].image: image file is larger than the limit of 100000 bytes");
  }

  /// The beginning of a picture of that size, without pixels.
  private static byte[] pngHeader(int width, int height) throws Exception {
    var header = new ByteArrayOutputStream();
    var out = new DataOutputStream(header);
    out.writeBytes("IHDR");
    out.writeInt(width);
    out.writeInt(height);
    out.write(new byte[] {8, 2, 0, 0, 0});
    var crc = new CRC32();
    crc.update(header.toByteArray());
    var file = new ByteArrayOutputStream();
    file.write("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
    var chunk = new DataOutputStream(file);
    chunk.writeInt(13);
    header.writeTo(file);
    chunk.writeInt((int) crc.getValue());
    chunk.writeInt(0);
    chunk.writeBytes("IDAT");
    chunk.writeInt(0x35af061e);
    chunk.writeInt(0);
    chunk.writeBytes("IEND");
    chunk.writeInt(0xae426082);
    return file.toByteArray();
  }

  @Test
  void oneOfSeveralImagesIsNamed() throws Exception {
    ObjectNode document = JSON.createObjectNode();
    document.putArray("image").add(dataUri("grey.png")).add("nothing.png");

    assertThat(open.refusal("q", document))
        .isEqualTo("documents[0].image[1]: image file 'nothing.png' does not exist");
  }

  @Test
  void imagesThatAreTooManyForThePromptAreRefused() throws Exception {
    ObjectNode body = JSON.createObjectNode().put("model", "qwen3_vl").put("query", "q");
    ObjectNode document = JSON.createObjectNode();
    document.putArray("image").add(dataUri("landscape.png")).add(dataUri("wide.png"));
    document.withArray("image").add(dataUri("landscape.png")).add(dataUri("landscape.png"));
    body.put("max_length", 70).putArray("documents").add("a").add(document);

    HttpResponse<String> response = closed.http.post("/v1/rerank", body.toString());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(response).path("message").asText())
        .isEqualTo(
            "documents[1] does not fit: the images and special tokens of query and document take 77 tokens, but at most 70 are possible");
  }

  @Test
  void aModelThatReadsOnlySaysSo() throws Exception {
    ObjectNode body = JSON.createObjectNode().put("model", "qwen3").put("query", "q");
    body.putArray("documents").add("a").add(image(dataUri("grey.png")));

    HttpResponse<String> response = closed.http.post("/v1/rerank", body.toString());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(response).path("message").asText())
        .isEqualTo("documents[1].image: the model takes text only, no images");
  }

  @Test
  void theListTellsWhoTakesThem() throws Exception {
    JsonNode vision = TestServer.json(closed.http.get("/v1/models/qwen3_vl"));
    JsonNode text = TestServer.json(closed.http.get("/v1/models/qwen3"));

    assertThat(vision.path("modalities").valueStream().map(JsonNode::asText))
        .containsExactly("text", "image");
    assertThat(vision.path("instruction").asBoolean()).isTrue();
    assertThat(vision.path("max_length").asInt()).isEqualTo(10_240);
    assertThat(vision.at("/remarks/0").asText()).startsWith("nothing says");
    assertThat(text.path("modalities").valueStream().map(JsonNode::asText)).containsExactly("text");
  }

  @Test
  void infoTellsWhatIsAllowed() throws Exception {
    assertThat(TestServer.json(open.http.get("/info")).path("images"))
        .isEqualTo(
            TestServer.json(
                """
                {"urls":true,"paths":true,"max_bytes":100000,"max_pixels":1000000,
                 "max_shown_pixels":6144}\
                """));
  }
}
