package podium.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.openapi.OpenApi.child;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.RerankRequest;
import podium.RerankerOptions;
import podium.config.Limits;
import podium.http.ErrorCode;

/// What can be said of the document without asking a server: that it is one, and that it says what
/// the code says.
class OpenApiTest {

  private static final OpenApi DOCUMENT = OpenApi.SERVED;
  private static final String SCHEMAS = "/components/schemas";
  private static final String OAS = "https://spec.openapis.org/oas/3.1/";
  private static final Path API = Path.of("src/main/java/podium/api");

  @Test
  void isOpenApi() throws Exception {
    Map<String, String> metaSchemas = new HashMap<>();
    for (String name : List.of("schema", "schema-base", "dialect", "meta")) {
      try (var file = OpenApiTest.class.getResourceAsStream("/openapi/%s.yaml".formatted(name))) {
        metaSchemas.put(
            OAS + name + "/WORK-IN-PROGRESS", new YAMLMapper().readTree(file).toString());
      }
    }
    var registry =
        SchemaRegistry.withDialect(
            Dialects.getDraft202012(), builder -> builder.schemas(metaSchemas));
    var schema = registry.getSchema(SchemaLocation.of(OAS + "schema-base/WORK-IN-PROGRESS"));

    assertThat(schema.validate(DOCUMENT.at(""))).isEmpty();
    assertThat(schema.validate(OpenApi.of("openapi: 3.1.0\ninfo: {title: x}").at(""))).isNotEmpty();
  }

  @Test
  void everyReferenceLeadsSomewhereAndNothingIsLeftOver() {
    Set<String> references =
        DOCUMENT.at("").findValuesAsText("$ref").stream()
            .map(reference -> reference.substring(1))
            .collect(Collectors.toSet());
    Set<String> components = new HashSet<>();
    for (String kind : List.of("schemas", "responses", "headers", "parameters", "examples")) {
      String parent = child("/components", kind);
      DOCUMENT.names(parent).forEach(name -> components.add(child(parent, name)));
    }

    assertThat(references).isEqualTo(components);
  }

  @Test
  void itsExamplesAreWhatItsSchemasAsk() {
    List<String> contents = places(DOCUMENT.at(""), "", "content");

    assertThat(contents).hasSizeGreaterThan(40);
    for (String content : contents) {
      for (String type : DOCUMENT.names(content)) {
        String media = child(content, type);
        for (String name : DOCUMENT.names(child(media, "examples"))) {
          String example = DOCUMENT.resolved(child(child(media, "examples"), name));
          assertThat(DOCUMENT.complaints(child(media, "schema"), DOCUMENT.at(example + "/value")))
              .as(example)
              .isEmpty();
        }
      }
    }
  }

  /// Everywhere that a member is called `name`.
  private static List<String> places(JsonNode node, String pointer, String name) {
    return node.propertyStream()
        .flatMap(member -> {
          String place = child(pointer, member.getKey());
          Stream<String> here = member.getKey().equals(name) ? Stream.of(place) : Stream.of();
          return Stream.concat(here, places(member.getValue(), place, name).stream());
        })
        .toList();
  }

  @Test
  void itsCodesAreThoseOfTheServer() {
    List<String> codes = Stream.of(ErrorCode.values()).map(ErrorCode::wireName).toList();
    String table = DOCUMENT.at(SCHEMAS + "/ErrorCode/description").asText();

    assertThat(DOCUMENT.at(SCHEMAS + "/ErrorCode/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(codes);
    assertThat(ErrorCode.values())
        .allSatisfy(code ->
            assertThat(table).contains("| `%s` | %d |".formatted(code.wireName(), code.status())));
  }

  @Test
  void eachCodeIsAnAnswerOfItsStatus() {
    Map<Integer, Set<String>> byStatus = new HashMap<>();
    for (String responses : places(DOCUMENT.at(""), "", "responses")) {
      for (String status : DOCUMENT.names(responses)) {
        if (status.matches("[45]..")) {
          JsonNode response = DOCUMENT.at(DOCUMENT.resolved(child(responses, status)));
          byStatus
              .computeIfAbsent(Integer.parseInt(status), _ -> new HashSet<>())
              .addAll(codes(response));
        }
      }
    }

    Map<Integer, Set<String>> ofServer =
        Stream.of(ErrorCode.values())
            .filter(code -> code != ErrorCode.CLIENT_GONE) // which nobody reads
            .collect(
                Collectors.groupingBy(
                    ErrorCode::status,
                    Collectors.mapping(ErrorCode::wireName, Collectors.toSet())));
    assertThat(byStatus).isEqualTo(ofServer);
  }

  private static Set<String> codes(JsonNode response) {
    return response.findValues("code").stream()
        .flatMap(code ->
            Stream.concat(
                code.findValues("enum").stream().flatMap(JsonNode::valueStream),
                code.findValues("const").stream()))
        .map(JsonNode::asText)
        .collect(Collectors.toSet());
  }

  @Test
  void itsLimitsAreTheDefaults() {
    Limits limits = Limits.DEFAULT;
    Map<String, Long> documented = new HashMap<>();
    DOCUMENT
        .at(SCHEMAS + "/Limits/properties")
        .propertyStream()
        .forEach(
            limit -> documented.put(limit.getKey(), limit.getValue().path("default").asLong()));

    assertThat(documented)
        .isEqualTo(
            Map.of(
                "max_documents", (long) limits.maxDocuments(),
                "max_body_bytes", limits.maxBodyBytes(),
                "timeout_ms", limits.requestTimeout().toMillis(),
                "header_timeout_ms", limits.headerTimeout().toMillis(),
                "body_timeout_ms", limits.bodyTimeout().toMillis(),
                "connection_idle_timeout_ms", limits.connectionIdleTimeout().toMillis(),
                "queue_tokens", RerankerOptions.DEFAULT.queueTokens()));
    assertThat(DOCUMENT.at("").findValues("maxItems"))
        .extracting(JsonNode::asInt)
        .containsOnly(limits.maxDocuments(), 100, 2);
    assertThat(DOCUMENT.at(SCHEMAS + "/Priority/maximum").asInt())
        .isEqualTo(RerankRequest.LAST_PRIORITY);
  }

  /// A field that the server reads and the document does not know would be a secret.
  @ParameterizedTest
  @CsvSource({
    "RerankBody, RerankRequest",
    "TeiBody, TeiRequest",
    "ScoreBody, ScoreRequest",
  })
  void everyFieldThatIsReadIsThere(String body, String schema) throws Exception {
    String source = Files.readString(API.resolve(body + ".java"));
    Set<String> read =
        Pattern.compile(
                "\\b(?:fields\\s*\\.(?:get|either)|new Sides)\\(\\s*\"(\\w+)\"(?:,\\s*\"(\\w+)\")?")
            .matcher(source)
            .results()
            .flatMap(call -> Stream.of(call.group(1), call.group(2)))
            .filter(name -> name != null)
            .collect(Collectors.toSet());

    assertThat(DOCUMENT.names(child(child(SCHEMAS, schema), "properties")))
        .as("%s.java reads these; add each with type, limits and meaning to %s", body, schema)
        .containsExactlyInAnyOrderElementsOf(read);
  }

  @Test
  void itsVersionIsThatOfTheBuild() throws Exception {
    assertThat(Files.readString(Path.of("../pom.xml")))
        .contains(
            "<version>%s-SNAPSHOT</version>".formatted(DOCUMENT.at("/info/version").asText()));
  }

  @Test
  void itsOperationsHaveNamesOfTheirOwn() {
    List<String> names = DOCUMENT.at("/paths").findValuesAsText("operationId");

    assertThat(names).doesNotHaveDuplicates().hasSameSizeAs(DOCUMENT.operations());
    assertThat(DOCUMENT.operations())
        .extracting(OpenApi.Operation::method)
        .containsOnly("get", "post");
  }
}
