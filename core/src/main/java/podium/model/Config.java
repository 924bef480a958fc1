package podium.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import podium.RerankException.ModelUnavailable;

/// A JSON configuration file of a model, read by key. Every complaint names the file, the key and
/// what was found.
public final class Config {

  private final String file;
  private final String prefix;
  private final JsonNode root;

  Config(String file, JsonNode root) {
    this(file, "", root);
  }

  /// @param prefix what comes before each key in complaints
  private Config(String file, String prefix, JsonNode root) {
    this.file = file;
    this.prefix = prefix;
    this.root = root;
  }

  /// A file that must be there.
  static Config read(Folder folder, String file) {
    return new Config(file, Json.tree(file, folder.read(file, Json.MAX_BYTES)));
  }

  /// The same, with an object in it.
  static Config readObject(Folder folder, String file) {
    Config config = read(folder, file);
    if (!config.root.isObject()) {
      throw Refusal.of(file + " must be a JSON object");
    }
    return config;
  }

  /// The value of `key`, or empty if it is absent or null. Dots descend into objects:
  /// `rope_parameters.rope_theta`.
  public Optional<JsonNode> value(String key) {
    JsonNode node = root;
    for (String part : key.split("\\.", -1)) {
      node = node.path(part);
    }
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /// The object under `key`, which must be there, to be read by the keys in it.
  public Config object(String key) {
    JsonNode node = value(key).orElseThrow(() -> missing(key));
    if (!node.isObject()) {
      throw wrong(key, "an object", node);
    }
    return new Config(file, prefix + key + ".", node);
  }

  /// A positive integer that must be there.
  public int positive(String key) {
    return value(key).map(node -> asPositive(key, node)).orElseThrow(() -> missing(key));
  }

  /// A positive integer, or `fallback` if absent.
  public int positive(String key, int fallback) {
    return value(key).map(node -> asPositive(key, node)).orElse(fallback);
  }

  /// An integer of at least 0 that must be there.
  public int natural(String key) {
    return optionalNatural(key).orElseThrow(() -> missing(key));
  }

  /// An integer of at least 0, or empty if absent.
  public Optional<Integer> optionalNatural(String key) {
    return value(key).map(node -> asNatural(key, node));
  }

  /// An integer of at least 0, or `fallback` if absent.
  public int natural(String key, int fallback) {
    return value(key).map(node -> asNatural(key, node)).orElse(fallback);
  }

  /// A finite number that must be there.
  public double number(String key) {
    return value(key).map(node -> asNumber(key, node)).orElseThrow(() -> missing(key));
  }

  /// A finite number, or `fallback` if absent.
  public double number(String key, double fallback) {
    return value(key).map(node -> asNumber(key, node)).orElse(fallback);
  }

  public String text(String key, String fallback) {
    return value(key).map(node -> asText(key, node)).orElse(fallback);
  }

  public boolean flag(String key, boolean fallback) {
    return value(key).map(node -> asFlag(key, node)).orElse(fallback);
  }

  /// A list of strings, or an empty one if absent.
  public List<String> texts(String key) {
    return value(key).map(node -> asTexts(key, node)).orElse(List.of());
  }

  /// A list of integers of at least 0, or an empty one if absent.
  public List<Integer> naturals(String key) {
    return value(key).map(node -> asNaturals(key, node)).orElse(List.of());
  }

  /// An upper bound of at least 1; [Integer#MAX_VALUE] if absent or beyond, as where a tokenizer
  /// that knows no limit says 1e30.
  int limit(String key) {
    return value(key).map(node -> asLimit(key, node)).orElse(Integer.MAX_VALUE);
  }

  /// How many members the object under `key` has, at least one; empty if it is absent.
  Optional<Integer> size(String key) {
    return value(key).map(node -> asSize(key, node));
  }

  /// The string under `key` of each object in this file, which is a list of objects.
  List<String> textsOfItems(String key) {
    boolean complete =
        root.isArray() && root.valueStream().allMatch(item -> item.path(key).isTextual());
    if (!complete) {
      throw Refusal.of("%s must be a list of objects with a %s each".formatted(file, key));
    }
    return root.valueStream().map(item -> item.path(key).textValue()).toList();
  }

  private int asLimit(String key, JsonNode node) {
    if (!node.isNumber() || !(node.doubleValue() >= 1)) {
      throw wrong(key, "a number of at least 1", node);
    }
    return (int) Math.min(node.doubleValue(), Integer.MAX_VALUE);
  }

  private int asSize(String key, JsonNode node) {
    if (!node.isObject() || node.isEmpty()) {
      throw wrong(key, "an object that is not empty", node);
    }
    return node.size();
  }

  private List<String> asTexts(String key, JsonNode node) {
    if (!node.isArray() || !node.valueStream().allMatch(JsonNode::isTextual)) {
      throw wrong(key, "a list of strings", node);
    }
    return node.valueStream().map(JsonNode::textValue).toList();
  }

  private List<Integer> asNaturals(String key, JsonNode node) {
    if (!node.isArray()) {
      throw wrong(key, "a list of integers of at least 0", node);
    }
    return node.valueStream().map(item -> asNatural(key, item)).toList();
  }

  private int asPositive(String key, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1) {
      throw wrong(key, "a positive integer", node);
    }
    return node.intValue();
  }

  private int asNatural(String key, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
      throw wrong(key, "an integer of at least 0", node);
    }
    return node.intValue();
  }

  private double asNumber(String key, JsonNode node) {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw wrong(key, "a number", node);
    }
    return node.doubleValue();
  }

  private String asText(String key, JsonNode node) {
    if (!node.isTextual()) {
      throw wrong(key, "a string", node);
    }
    return node.textValue();
  }

  private boolean asFlag(String key, JsonNode node) {
    if (!node.isBoolean()) {
      throw wrong(key, "true or false", node);
    }
    return node.booleanValue();
  }

  private ModelUnavailable missing(String key) {
    return Refusal.of("%s has no %s%s".formatted(file, prefix, key));
  }

  private ModelUnavailable wrong(String key, String expected, JsonNode found) {
    return Refusal.of(
        "%s: %s%s must be %s, but is %s"
            .formatted(file, prefix, key, expected, Refusal.quote(found)));
  }
}
