package podium.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import podium.RerankException.ModelUnavailable;

class JsonTest {

  @Test
  void saysWhereItIsBroken() {
    assertRefused(
        "{\n  \"a\": 1,\n  \"b\" 2\n}",
        "config.json is not valid JSON at line 3, column 7: Unexpected character ('2' (code 50)):"
            + " was expecting a colon to separate field name and value");
    assertRefused(
        "{\n  \"a\": 1",
        "config.json is not valid JSON at line 2, column 9: Unexpected end-of-input: expected close"
            + " marker for Object");
  }

  @Test
  void refusesAKeyThatIsThereTwice() {
    assertRefused(
        "{\"a\": 1, \"a\": 2}",
        "config.json is not valid JSON at line 1, column 13: Duplicate field 'a'");
  }

  @Test
  void refusesWhatStandsBehindTheEnd() {
    assertRefused(
        "{} {}", "config.json is not valid JSON at line 1, column 4: there is more behind its end");
    assertRefused(
        "{} ?", "config.json is not valid JSON at line 1, column 4: Unexpected character");
  }

  @Test
  void refusesAnEmptyFile() {
    assertRefused("", "config.json is empty");
    assertRefused(" \n", "config.json is empty");
  }

  @Test
  void refusesNestingWithoutEnd() {
    assertRefused(
        "[".repeat(100_000),
        "config.json is not valid JSON: Document nesting depth (101) exceeds the maximum allowed"
            + " (100)");
  }

  @Test
  void refusesOtherEncodings() {
    assertThatThrownBy(() -> Json.tree("config.json", "{\"ä\": 1}".getBytes(ISO_8859_1)))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("config.json is not UTF-8 text");
  }

  @Test
  void keepsTheSentenceInOneLine() {
    assertThatThrownBy(
            () -> Json.tree("config.json", "{\"a\u2028b\": 1, \"a\u2028b\": 1}".getBytes(UTF_8)))
        .hasMessageContaining("Duplicate field 'a b'");
  }

  @Test
  void readsWhatPythonWrites() {
    byte[] bytes = "{\"a\": Infinity, \"b\": NaN}".getBytes(UTF_8);

    assertThat(Json.tree("config.json", bytes).path("a").doubleValue())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void skipsAByteOrderMark() {
    assertThat(Json.tree("config.json", "\uFEFF{}".getBytes(UTF_8)).isObject()).isTrue();
  }

  private static void assertRefused(String json, String sentence) {
    assertThatThrownBy(() -> Json.tree("config.json", json.getBytes(UTF_8)))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageStartingWith(sentence);
  }
}
