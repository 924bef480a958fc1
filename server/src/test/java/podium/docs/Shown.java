package podium.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import podium.http.TestServer;

/// What a page shows as the output of a command.
///
/// @param block right behind the command
public record Shown(Block block) {

  private static final Pattern VARYING = Pattern.compile("…|\\d[\\d.,]*|\\s+");

  /// Checks that `output` is like it: in JSON the same members and kinds of values, in text the
  /// same words. Numbers may be others, and `…` stands for anything.
  public void check(String output) throws IOException {
    if (block.language().equals("json")) {
      checkShape(TestServer.json(output), TestServer.json(block.text()), output);
    } else {
      assertThat(output.strip()).matches(pattern());
    }
  }

  private Pattern pattern() {
    var pattern = new StringBuilder();
    String text = block.text().strip();
    Matcher varying = VARYING.matcher(text);
    int end = 0;
    while (varying.find()) {
      pattern.append(Pattern.quote(text.substring(end, varying.start())));
      pattern.append(anyLike(varying.group().charAt(0)));
      end = varying.end();
    }
    pattern.append(Pattern.quote(text.substring(end)));
    return Pattern.compile(pattern.toString(), Pattern.DOTALL);
  }

  private static String anyLike(char first) {
    if (first == '…') {
      return ".*?";
    }
    return Character.isWhitespace(first) ? "\\s+" : "\\d[\\d.,]*";
  }

  private static void checkShape(JsonNode actual, JsonNode expected, String all) {
    assertThat(actual.getNodeType()).as(all).isEqualTo(expected.getNodeType());
    assertThat(actual.fieldNames())
        .toIterable()
        .as(all)
        .containsExactlyElementsOf(() -> expected.fieldNames());
    assertThat(actual).as(all).hasSameSizeAs(expected);
    for (String name : (Iterable<String>) expected::fieldNames) {
      checkShape(actual.path(name), expected.path(name), all);
    }
    for (int i = 0; expected.isArray() && i < expected.size(); i++) {
      checkShape(actual.path(i), expected.path(i), all);
    }
  }
}
