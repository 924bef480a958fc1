package podium.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.RerankException.InvalidRequest;

class JsonValueTest {

  private static JsonValue value(String json) {
    byte[] body = "{ \"v\": %s }".formatted(json).getBytes(StandardCharsets.UTF_8);
    return JsonObject.parse(body).get("v").orElseThrow();
  }

  private static void assertRefused(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading).isInstanceOf(InvalidRequest.class).hasMessage(message);
  }

  @Test
  void textIsUnescaped() {
    assertThat(value("\"a\\\"\\u00e9\\ud83d\\ude00\\n\\/\"").text()).isEqualTo("a\"é😀\n/");
    assertThat(value("\"é😀 /\"").text()).isEqualTo("é😀 /");
    assertThat(value("\"\"").text()).isEmpty();
    assertThat(value("\"\\u0000\"").text()).isEqualTo("\0");
  }

  @Test
  void textOfAnotherTypeIsRefused() {
    assertRefused(() -> value("5").text(), "v must be a string, but is 5");
    assertRefused(() -> value("[1,2]").text(), "v must be a string, but is an array");
    assertRefused(() -> value("{}").text(), "v must be a string, but is an object");
    assertRefused(() -> value("true").text(), "v must be a string, but is true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\ud800", "\\udc00", "a\\ud83dz", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00"})
  void halfASurrogatePairIsRefused(String escape) {
    assertRefused(
        () -> value("\"" + escape + "\"").text(),
        "v has half of a surrogate pair (\\ud800 to \\udfff), which is no character");
  }

  @Test
  void flagsMayBeStrings() {
    assertThat(value("true").flag()).isTrue();
    assertThat(value("\"true\"").flag()).isTrue();
    assertThat(value("false").flag()).isFalse();
    assertThat(value("\"false\"").flag()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "\"yes\"", "\"True\"", "\"\""})
  void otherFlagsAreRefused(String json) {
    assertRefused(() -> value(json).flag(), "v must be true or false, but is " + json);
  }

  @Test
  void positiveNumbersHaveNoUpperLimit() {
    assertThat(value("1").positive()).isEqualTo(1);
    assertThat(value("2147483647").positive()).isEqualTo(Integer.MAX_VALUE);
    assertThat(value("2147483648").positive()).isEqualTo(Integer.MAX_VALUE);
    assertThat(value("9".repeat(1000)).positive()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aFractionOfZeroMakesNoOtherNumber() {
    assertThat(value("3.0").positive()).isEqualTo(3);
    assertThat(value("12.000").positive()).isEqualTo(12);
    assertThat(value("0.0").between(0, 999)).isZero();
    assertThat(value("-1.0").between(-1, 999)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "-0", "1.5", "0.0", "5.0e0", "1e3", "1e999", "-1e999", "\"3\"", "true"})
  void otherNumbersAreNotPositive(String json) {
    assertRefused(
        () -> value(json).positive(), "v must be a whole number of at least 1, but is " + json);
  }

  @Test
  void numbersBetweenTwoAreChecked() {
    assertThat(value("0").between(0, 999)).isZero();
    assertThat(value("999").between(0, 999)).isEqualTo(999);
    assertRefused(
        () -> value("1000").between(0, 999), "v must be a whole number in 0..999, but is 1000");
    assertRefused(
        () -> value("-1").between(0, 999), "v must be a whole number in 0..999, but is -1");
    assertRefused(
        () -> value("99999999999").between(0, 999),
        "v must be a whole number in 0..999, but is 99999999999");
  }

  @Test
  void itemsKnowTheirPlace() {
    var items = value("[ \"a\" , [2],null, {\"x\" : {\"y\": 3}} ]").items(4);

    assertThat(items)
        .extracting(JsonValue::json)
        .containsExactly("\"a\"", "[2]", "null", "{\"x\" : {\"y\": 3}}");
    assertThat(items).extracting(JsonValue::name).containsExactly("v[0]", "v[1]", "v[2]", "v[3]");
    JsonValue x = items.get(3).object().get("x").orElseThrow();
    assertThat(x.name()).isEqualTo("v[3].x");
    assertThat(x.object().get("y").orElseThrow().json()).isEqualTo("3");
  }

  @Test
  void tooManyItemsAreCountedAndRefused() {
    assertRefused(() -> value("[1,[2],{\"a\":[3]},4]").items(3), "v has 4 items, the limit is 3");
  }

  @Test
  void whatIsNoArrayHasNoItems() {
    assertRefused(() -> value("\"a\"").items(3), "v must be an array, but is \"a\"");
  }

  @Test
  void messagesQuoteOnlyTheBeginningOfALongValue() {
    assertRefused(
        () -> value("\"%s\"".formatted("ä".repeat(1_000_000))).flag(),
        "v must be true or false, but is \"%s…".formatted("ä".repeat(29)));
  }

  @Test
  void aTextIsOneValue() {
    assertThat(JsonValue.parse(" \"a\\n\" ", "it").text()).isEqualTo("a\n");
    assertThat(JsonValue.parse("{\"b\":[1]}", "it").object().get("b").orElseThrow().name())
        .isEqualTo("it.b");
    assertThatThrownBy(() -> JsonValue.parse("\"a\", 1", "it"))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("it is not valid JSON at line 1, column ");
    assertThatThrownBy(() -> JsonValue.parse("1 2", "it"))
        .hasMessage("it goes on after its JSON value");
    assertThatThrownBy(() -> JsonValue.parse(" ", "it")).hasMessage("it is blank");
    assertThatThrownBy(() -> JsonValue.parse("\0\"\0a", "it")).hasMessage("it has a NUL");
  }
}
