package podium.web;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import podium.http.Answer;
import podium.http.Call;
import podium.http.ErrorCode;
import podium.http.HttpFailure;
import podium.http.Route;

/// `GET /` and what the page there consists of, below `/web/`. Open to everybody: the page knows
/// nothing before it is given a key.
public final class WebPage {

  private static final String PATH = "/web/";
  private static final String INDEX = "index.html";

  /// All there is, so that a path can name nothing else.
  static final List<String> FILES =
      List.of(
          INDEX,
          "app.js",
          "api.js",
          "base.css",
          "chart.js",
          "compare.css",
          "compare.js",
          "control.css",
          "csv.js",
          "documents.js",
          "dom.js",
          "drop.js",
          "examples.js",
          "excerpt.js",
          "format.js",
          "history.js",
          "key.js",
          "models.js",
          "parse.js",
          "playground.js",
          "podium.svg",
          "prometheus.js",
          "ranking.js",
          "request.js",
          "result.css",
          "result.js",
          "snippets.js",
          "status.css",
          "status.js",
          "theme.js",
          "usage.js");

  private final Map<String, WebFile> files;

  private WebPage(Map<String, WebFile> files) {
    this.files = files;
  }

  public static List<Route> routes() {
    var page =
        new WebPage(
            FILES.stream().collect(Collectors.toMap(Function.identity(), WebFile::resource)));
    return List.of(
        Route.openGet("/", _ -> page.file(INDEX)), Route.openGet(PATH + "*", page::answer));
  }

  private Answer answer(Call call) {
    return file(call.path().substring(PATH.length()));
  }

  private Answer file(String name) {
    WebFile file = files.get(name);
    if (file == null) {
      throw HttpFailure.of(ErrorCode.UNKNOWN_ROUTE, "there is no such file");
    }
    return file.answer();
  }
}
