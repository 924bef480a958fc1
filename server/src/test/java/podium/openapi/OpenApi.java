package podium.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The document, with its schemas ready to use. Places in it are JSON pointers. Thread-safe.
///
/// For checking, the schemas are stricter than they stand there: an object that lists its members
/// has no others, unless it says so. Clients, which read them as they stand, must not mind members
/// of later versions.
final class OpenApi {

  private static final String IRI = "https://podium.invalid/openapi";
  private static final YAMLMapper YAML = new YAMLMapper();

  /// The one that the server serves.
  static final OpenApi SERVED = served();

  private final JsonNode root;
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private OpenApi(JsonNode root) {
    this.root = root;
    JsonNode strict = root.deepCopy();
    strict.path("components").path("schemas").forEach(OpenApi::tighten);
    var config = SchemaRegistryConfig.builder().losslessNarrowing(true).build();
    registry =
        SchemaRegistry.withDialect(
            dialect(names("")),
            builder ->
                builder.schemaRegistryConfig(config).schemas(Map.of(IRI, strict.toString())));
  }

  static OpenApi of(String yaml) {
    try {
      return new OpenApi(YAML.readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OpenApi served() {
    try (var file = OpenApi.class.getResourceAsStream("/podium/api/openapi.yaml")) {
      return new OpenApi(YAML.readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Takes the whole document for a schema of which its own members, such as `paths`, say nothing.
  private static Dialect dialect(List<String> members) {
    Dialect usual = Dialects.getOpenApi31();
    return Dialect.builder(usual.getId(), usual)
        .keywords(members.stream().map(NonValidationKeyword::new).toList())
        .build();
  }

  private static void tighten(JsonNode schema) {
    boolean listsMembers =
        schema.path("type").asText().equals("object") && schema.has("properties");
    if (listsMembers && !schema.has("additionalProperties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
    schema.forEach(OpenApi::tighten);
  }

  JsonNode at(String pointer) {
    return root.at(pointer);
  }

  boolean has(String pointer) {
    return !root.at(pointer).isMissingNode();
  }

  /// Where `pointer` leads if a reference stands there.
  String resolved(String pointer) {
    JsonNode reference = root.at(pointer).path("$ref");
    return reference.isMissingNode() ? pointer : resolved(reference.asText().substring(1));
  }

  /// The members of the object at `pointer`, by name.
  List<String> names(String pointer) {
    return root.at(pointer).propertyStream().map(Map.Entry::getKey).toList();
  }

  /// One step further down.
  static String child(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /// The validator cannot compare a number such as 1e999 with an enumeration. Only a fuzz sends
  /// one, in a field that is ignored.
  private static List<com.networknt.schema.Error> errors(Schema schema, JsonNode value) {
    try {
      return schema.validate(value);
    } catch (NumberFormatException infinite) {
      return List.of();
    }
  }

  /// What is wrong with `value` by the schema at `pointer`; empty if nothing is.
  List<String> complaints(String pointer, JsonNode value) {
    Schema schema =
        schemas.computeIfAbsent(
            pointer, place -> registry.getSchema(SchemaLocation.of(IRI + "#" + place)));
    return errors(schema, value).stream()
        .map(error ->
            "%s: %s (%s)"
                .formatted(
                    error.getInstanceLocation(),
                    error.getMessage(),
                    String.valueOf(error.getSchemaLocation()).replaceFirst(".*#", "")))
        .distinct()
        .toList();
  }

  /// A path and a method that the document has.
  record Operation(String path, String method) {

    String pointer() {
      return child(child("/paths", path), method);
    }

    @Override
    public String toString() {
      return method.toUpperCase(Locale.ROOT) + " " + path;
    }
  }

  /// Everything that the document says can be asked.
  List<Operation> operations() {
    return names("/paths").stream()
        .flatMap(path ->
            names(child("/paths", path)).stream().map(method -> new Operation(path, method)))
        .toList();
  }

  /// The documented path that `path` is, the most particular one if it may be several.
  Optional<String> pathOf(String path) {
    return names("/paths").stream()
        .filter(known -> pattern(known).matcher(path).matches())
        .max(Comparator.comparingInt(String::length));
  }

  /// The same for an operation: the id of a model may end like another path.
  Optional<Operation> operationOf(String method, String path) {
    return operations().stream()
        .filter(operation -> operation.method().equals(method))
        .filter(operation -> pattern(operation.path()).matcher(path).matches())
        .max(Comparator.comparingInt(operation -> operation.path().length()));
  }

  /// Ids of models may have slashes.
  private static Pattern pattern(String path) {
    return Pattern.compile("\\Q" + path.replaceAll("\\{[^}]+}", "\\\\E.+\\\\Q") + "\\E");
  }
}
