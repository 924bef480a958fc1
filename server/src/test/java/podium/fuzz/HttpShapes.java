package podium.fuzz;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// What may come over a connection: requests whose line, headers, framing and body fit together or
/// do not, and bytes of any kind.
final class HttpShapes {

  private static final String JSON = "{\"query\":\"q\",\"documents\":[\"a\",\"b\"]}";

  private static final String[] METHODS = {
    "POST", "POST", "POST", "GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT",
    "post", "PO ST", "", "BREW", "\u0000"
  };

  private static final String[] TARGETS = {
    "/v1/rerank",
    "/v1/rerank",
    "/v2/rerank",
    "/rerank",
    "/v1/rerank?x=%",
    "/v1/models",
    "/v1/models/podium-tiny/load",
    "/v1/models/podium-tiny/pin/",
    "/openapi.json",
    "/v1/models/%00",
    "/v1/models/..%2f..",
    "/v1/models/%",
    "/info",
    "/health",
    "/",
    "*",
    "//",
    "http://other/v1/rerank",
    "/v1/../v1/rerank",
    "/é",
    "",
    "/v1/rerank /x"
  };

  private static final String[] VERSIONS = {
    "HTTP/1.1",
    "HTTP/1.1",
    "HTTP/1.1",
    "HTTP/1.0",
    "HTTP/0.9",
    "HTTP/2.0",
    "HTTP/9.9",
    "http/1.1",
    "ICAP/1.0",
    ""
  };

  private static final String[] HEADERS = {
    "Host: x",
    "Host: x",
    "Host: x",
    "Host: a\r\nHost: b",
    "Content-Type: application/json",
    "Content-Type: text/plain; charset=utf-16",
    "Content-Type: ;;;",
    "Accept: nothing/at-all",
    "Content-Length: %d",
    "Content-Length: %d",
    "Content-Length: %d",
    "Content-Length: +%d",
    "Content-Length: 0",
    "Content-Length: 7",
    "Content-Length: -1",
    "Content-Length: x",
    "Content-Length: 99999999999999999999",
    "Content-Length: 1 1",
    "Content-Length : 5",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    "Content-Encoding: gzip",
    "Content-Encoding: br",
    "Expect: 100-continue",
    "Expect: magic",
    "Connection: close",
    "Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA",
    "Upgrade: websocket",
    "Authorization: Bearer",
    "Authorization: \u00ff",
    "X-API-Key: k",
    "X-Request-Id: a\u0001b",
    "X-Request-Id: <script>",
    " folded: x",
    "NoColon",
    ": empty",
    "A: b\u0000c",
    "Cookie: a=b; a=b",
    "Range: bytes=0-1",
    "If-None-Match: *"
  };

  private static final String[] BODIES = {
    JSON,
    JSON,
    "",
    "{",
    "7\r\n" + JSON + "\r\n0\r\n\r\n",
    Integer.toHexString(JSON.length()) + "\r\n" + JSON + "\r\n0\r\n\r\n",
    Integer.toHexString(JSON.length()) + ";x=y\r\n" + JSON + "\r\n0\r\nTrailer: t\r\n\r\n",
    "zz\r\n",
    "-1\r\n\r\n",
    "ffffffffffffffffff\r\n",
    "0\r\n\r\n",
    "0\r\n\r\nGET /info HTTP/1.1\r\nHost: x\r\n\r\n",
    JSON + "POST /v1/rerank HTTP/1.1\r\n\r\n"
  };

  private HttpShapes() {}

  static Arbitrary<byte[]> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, requests().map(HttpShapes::bytes)),
        Tuple.of(2, cut(requests()).map(HttpShapes::bytes)),
        Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(100)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Arbitrary<String> requests() {
    Arbitrary<String> long0 =
        Arbitraries.of("X: " + "x".repeat(9_000), "X: y\r\n".repeat(2_000) + "X: y");
    Arbitrary<String> header =
        Arbitraries.frequencyOf(Tuple.of(40, Arbitraries.of(HEADERS)), Tuple.of(1, long0));
    return Combinators.combine(
            Arbitraries.of(METHODS),
            Arbitraries.of(TARGETS),
            Arbitraries.of(VERSIONS),
            header.list().ofMaxSize(5),
            Arbitraries.of(BODIES),
            Arbitraries.of("\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r"))
        .as((method, target, version, headers, body, end) -> {
          String head = method + " " + target + " " + version + end;
          String lines = headers.isEmpty() ? "" : String.join(end, headers) + end;
          return head + lines.replace("%d", "" + body.length()) + end + body;
        });
  }

  private static Arbitrary<String> cut(Arbitrary<String> requests) {
    return Combinators.combine(requests, Arbitraries.integers().between(0, 200))
        .as((request, at) -> request.substring(0, Math.min(at, request.length())));
  }
}
