package podium.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Bodies that range from right requests to noise: JSON by a grammar, requests with fields that
/// were changed, doubled or replaced, the same with damaged bytes, and bytes of any kind.
final class HostileBodies {

  private static final String[] FIELDS = {
    "model",
    "query",
    "documents",
    "top_n",
    "top_k",
    "return_documents",
    "rank_fields",
    "max_chunks_per_doc",
    "max_tokens_per_doc",
    "max_length",
    "instruction",
    "raw_scores",
    "priority",
    "truncate",
    "truncation",
    "text",
    "image",
    "texts",
    "text_1",
    "text_2",
    "queries",
    "return_text",
    "truncation_direction",
    "",
    "\\u0000",
    "Query"
  };

  /// JSON, nearly JSON, and what Java or JavaScript would take for it.
  private static final String[] SCALARS = {
    "null",
    "true",
    "false",
    "0",
    "1",
    "2",
    "-1",
    "-0",
    "1.5",
    "1.0",
    "1e999",
    "-1e999",
    "1e-999",
    "1E400000000",
    "99999999999999999999999999999999",
    "0.1e1",
    "01",
    "+1",
    ".5",
    "1.",
    "0x10",
    "NaN",
    "Infinity",
    "1_000",
    "'q'",
    "\"\"",
    "\" \"",
    "\"q\"",
    "\"podium-tiny\"",
    "\"true\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"\\ud83d\\ude00\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"</s><|im_end|>[SEP]\"",
    "\"a\tb\"",
    "\"\n\"",
    "\"open",
    "\"\u0000\"",
    "\"\uFEFF\"",
    "\"Ünï ⛔ 👩‍👩‍👧‍👦 東京\"",
    "undefined",
    "//x",
    "/**/1",
    ","
  };

  private static final String DEEP = "[".repeat(5_000);
  private static final String LONG_NUMBER = "1".repeat(2_000);

  private HostileBodies() {}

  static Arbitrary<byte[]> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, request().map(HostileBodies::utf8)),
        Tuple.of(6, changedRequest().map(HostileBodies::utf8)),
        Tuple.of(3, damaged(changedRequest().map(HostileBodies::utf8))),
        Tuple.of(2, value(4).map(HostileBodies::utf8)),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(200).map(HostileBodies::utf8)),
        Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(200)));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// What any server of this kind answers with 200.
  static Arbitrary<String> request() {
    return Combinators.combine(text(), text().list().ofMinSize(1).ofMaxSize(5), knownFields())
        .as((query, documents, fields) ->
            "{\"query\":%s,\"documents\":%s%s}".formatted(query, documents, fields));
  }

  private static Arbitrary<String> text() {
    return Arbitraries.strings()
        .alpha()
        .withChars(' ', '.', 'é', '東', '\u0301')
        .ofMinLength(1)
        .ofMaxLength(60)
        .map("\"q%s\""::formatted);
  }

  private static Arbitrary<String> knownFields() {
    return Arbitraries.of(
            ",\"top_n\":2",
            ",\"top_k\":null",
            ",\"return_documents\":false",
            ",\"raw_scores\":\"true\"",
            ",\"max_length\":40",
            ",\"max_chunks_per_doc\":3",
            ",\"max_tokens_per_doc\":7",
            ",\"priority\":5",
            ",\"user\":{\"id\":[1,2.5e3]}",
            ",\"instruction\":\"find it\"")
        .set()
        .ofMaxSize(4)
        .map(fields -> String.join("", fields));
  }

  /// A request in which members were replaced, added, doubled or left out.
  private static Arbitrary<String> changedRequest() {
    Arbitrary<String> usual =
        Arbitraries.of(
            "\"query\":\"q\"",
            "\"documents\":[\"a\"]",
            "\"documents\":[\"a\",{\"text\":\"b\",\"n\":1e5}]",
            "\"query\":{\"text\":\"q\"}");
    return Arbitraries.frequencyOf(Tuple.of(3, usual), Tuple.of(4, member(3)))
        .list()
        .ofMaxSize(6)
        .map(members -> "{" + String.join(",", members) + "}");
  }

  private static Arbitrary<String> member(int depth) {
    return Combinators.combine(Arbitraries.of(FIELDS), value(depth))
        .as((name, value) -> "\"" + name + "\":" + value);
  }

  private static Arbitrary<String> value(int depth) {
    Arbitrary<String> scalar =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.of(SCALARS)),
            Tuple.of(1, Arbitraries.of(DEEP, DEEP + "]".repeat(5_000), LONG_NUMBER)),
            Tuple.of(2, Arbitraries.strings().ofMaxLength(30).map("\"%s\""::formatted)));
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<String> array = value(depth - 1).list().ofMaxSize(4).map(List::toString);
    Arbitrary<String> object =
        member(depth - 1)
            .list()
            .ofMaxSize(4)
            .map(members -> members.stream().collect(Collectors.joining(",", "{", "}")));
    return Arbitraries.frequencyOf(Tuple.of(4, scalar), Tuple.of(2, array), Tuple.of(2, object));
  }

  /// The same with a few bytes changed, doubled or cut off.
  private static Arbitrary<byte[]> damaged(Arbitrary<byte[]> bodies) {
    Arbitrary<Integer> place = Arbitraries.integers().between(0, 1 << 20);
    return Combinators.combine(
            bodies, place, Arbitraries.bytes(), Arbitraries.integers().between(0, 3))
        .as((body, at, value, kind) -> damaged(body, at % (body.length + 1), value, kind));
  }

  private static byte[] damaged(byte[] body, int at, byte value, int kind) {
    byte[] head = Arrays.copyOf(body, at);
    byte[] tail = Arrays.copyOfRange(body, Math.min(at + 1, body.length), body.length);
    return switch (kind) {
      case 0 -> head;
      case 1 -> joined(head, tail);
      case 2 -> joined(joined(head, new byte[] {value}), tail);
      default ->
          joined(joined(head, new byte[] {value}), Arrays.copyOfRange(body, at, body.length));
    };
  }

  static byte[] joined(byte[] head, byte[] tail) {
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }
}
