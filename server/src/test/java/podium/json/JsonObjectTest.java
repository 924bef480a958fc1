package podium.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  private static JsonObject parse(String body) {
    return JsonObject.parse(body.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(String body, String message) {
    assertThatThrownBy(() -> parse(body)).isInstanceOf(JsonException.class).hasMessage(message);
  }

  @Test
  void knowsWhereEachMemberStands() {
    JsonObject json =
        parse(
            "\ufeff { \"a\" :  \"é😀\\n\" , \"b\":-12.5e3,\"c\"\n:[1, {\"z\":[ ]} ] ,\"d\":{ } }  ");

    assertThat(json.members().keySet()).containsExactly("a", "b", "c", "d");
    assertThat(json.get("a").orElseThrow().json()).isEqualTo("\"é😀\\n\"");
    assertThat(json.get("b").orElseThrow().json()).isEqualTo("-12.5e3");
    assertThat(json.get("c").orElseThrow().json()).isEqualTo("[1, {\"z\":[ ]} ]");
    assertThat(json.get("d").orElseThrow().json()).isEqualTo("{ }");
  }

  @Test
  void nullIsAbsent() {
    assertThat(parse("{\"a\":null}").has("a")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]      | the body must be a JSON object, but is an array",
        "null     | the body must be a JSON object, but is null",
        "\"text\" | the body must be a JSON object, but is a string",
        "' '      | the body must be a JSON object, but is blank",
        "{}{}     | the body goes on after its JSON object",
        "{} x     | the body is not valid JSON at line 1, column 4: Unrecognized token 'x'",
        "{'a':1,'a':2} | the body is not valid JSON at line 1, column 11: Duplicate field 'a'",
        "{'d':[{'a':1,'a':2}]} | the body is not valid JSON at line 1, column 17: Duplicate field 'a'",
        "{'a':01}  | the body is not valid JSON at line 1, column 7: Invalid numeric value: Leading zeroes not allowed",
        "{'a':NaN} | the body is not valid JSON at line 1, column 9: Non-standard token 'NaN'",
        "{'a':[1,2 | the body is not valid JSON at line 1, column 10: Unexpected end-of-input: expected close marker for Array",
      })
  void refusesWhatIsNotOneObject(String body, String message) {
    assertRefused(body.replace('\'', '"'), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"a\"",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"",
        "{\"a\":tru}",
        "{\"a\":1.}",
        "{\"a\":+1}",
        "{\"a\":\"\\ud80\"}",
        "}",
        "\\{}",
        "{}]"
      })
  void refusesWhatIsNoJson(String body) {
    assertThatThrownBy(() -> parse(body))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("the body is not valid JSON at line ");
  }

  @Test
  void refusesAnEmptyBody() {
    assertRefused("", "the body is empty");
  }

  @Test
  void refusesDeepNesting() {
    assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("nesting depth (101) exceeds the maximum allowed (100");
  }

  @Test
  void refusesMillionsOfTinyValues() {
    assertThatThrownBy(() -> parse("{\"a\":[" + "0,".repeat(2_000_000) + "0]}"))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("Token count (2000001) exceeds the maximum allowed (2000000");
  }

  @Test
  void refusesANumberOfAThousandDigits() {
    assertThatThrownBy(() -> parse("{\"a\":" + "1".repeat(1001) + "}"))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("Number value length (1001) exceeds the maximum allowed (1000");
  }

  @Test
  void readsManyDifferentKeys() {
    String body =
        IntStream.range(0, 200_000)
            .mapToObj(i -> "\"key" + i + "\":" + i)
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(parse(body).get("key199999").orElseThrow().json()).isEqualTo("199999");
  }

  @ParameterizedTest
  @CsvSource({
    // a continuation byte alone, an overlong slash, a surrogate, beyond Unicode, a cut character
    "80, 2",
    "c0af, 2",
    "eda080, 2",
    "f4908080, 2",
    "e282, 2",
    "ff, 2"
  })
  void refusesBytesThatAreNotUtf8(String hex, int offset) {
    byte[] body = new byte[hex.length() / 2 + 4];
    body[0] = '{';
    body[1] = '"';
    for (int i = 0; i < hex.length() / 2; i++) {
      body[i + 2] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    body[body.length - 2] = '"';
    body[body.length - 1] = '}';

    assertThatThrownBy(() -> JsonObject.parse(body))
        .isInstanceOf(JsonException.class)
        .hasMessage(
            "the body is not UTF-8: the byte at offset %d begins no character".formatted(offset));
  }

  @Test
  void refusesACharacterThatIsCutAtTheEndOfALongBody() {
    byte[] body = ("{\"" + "ä".repeat(50_000)).getBytes(StandardCharsets.UTF_8);
    byte[] cut = Arrays.copyOf(body, body.length - 1);

    assertThatThrownBy(() -> JsonObject.parse(cut))
        .hasMessage("the body is not UTF-8: the byte at offset 100000 begins no character");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void refusesOtherEncodingsOfJson(String charset) {
    assertThatThrownBy(() -> JsonObject.parse("{\"a\":1}".getBytes(Charset.forName(charset))))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("the body is not UTF-8: it has a NUL at offset ");
  }
}
