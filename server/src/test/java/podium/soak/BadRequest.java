package podium.soak;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A request that must be refused, always with the same status.
record BadRequest(String method, String path, String contentType, String body, int status) {

  static final List<BadRequest> ALL =
      List.of(
          post("/v1/rerank", "{\"query\":", 400),
          post("/v1/rerank", "[]", 400),
          post("/v1/rerank", "{\"query\":\"q\",\"documents\":[]}", 400),
          post("/v1/rerank", "{\"query\":\"q\",\"documents\":7}", 400),
          post("/v1/rerank", "{\"query\":\" \",\"documents\":[\"d\"]}", 400),
          post("/v1/rerank", "{\"query\":\"q\",\"documents\":[\"d\"],\"top_n\":0}", 400),
          post("/v1/rerank", "{\"query\":\"q\",\"documents\":[\"\\ud800\"]}", 400),
          post("/v1/rerank", "{\"model\":\"nobody\",\"query\":\"q\",\"documents\":[\"d\"]}", 404),
          post("/v1/rerank", documents(SoakTest.MAX_DOCUMENTS + 1, "d"), 400),
          post("/v1/rerank", documents(SoakTest.MAX_DOCUMENTS, "what is the capital city"), 400),
          post("/v1/rerank", documents(1, "city ".repeat(SoakTest.MAX_BODY / 5)), 413),
          post("/rerank", "{\"query\":\"q\",\"texts\":[1]}", 400),
          post(
              "/rerank",
              "{\"query\":\"q\",\"texts\":[\"%s\"],\"truncate\":false}"
                  .formatted("a b ".repeat(999)),
              400),
          post("/score", "{\"queries\":[\"a\",\"b\"],\"documents\":[\"c\",\"d\",\"e\"]}", 400),
          post("/nowhere", "{}", 404),
          new BadRequest("GET", "/v1/rerank", "application/json", "", 405),
          new BadRequest("POST", "/v1/rerank", "text/plain", "{}", 415));

  private static BadRequest post(String path, String body, int status) {
    return new BadRequest("POST", path, "application/json", body, status);
  }

  /// No two alike. So many of them are more than the queue ever admits.
  private static String documents(int count, String text) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"%s %d\"".formatted(text, i))
        .collect(Collectors.joining(",", "{\"query\":\"q\",\"documents\":[", "]}"));
  }
}
