package podium.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/// `model.safetensors.index.json`: which shard holds which tensor.
///
/// @param files shard by tensor name
record ShardIndex(Map<String, String> files) {

  static final String FILE = "model.safetensors.index.json";

  static ShardIndex read(Folder folder) {
    JsonNode map = Json.tree(FILE, folder.read(FILE, Json.MAX_BYTES)).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw Refusal.of(FILE + ": weight_map must be an object of file names by tensor name");
    }
    var files = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      files.put(entry.getKey(), shard(entry.getKey(), entry.getValue()));
    }
    return new ShardIndex(files);
  }

  private static String shard(String tensor, JsonNode value) {
    String file = value.isTextual() ? value.textValue() : "";
    if (!file.endsWith(".safetensors")) {
      throw Refusal.of(
          "%s: the file of tensor %s must be a safetensors file, but is %s"
              .formatted(FILE, Refusal.quote(tensor), Refusal.quote(value)));
    }
    return file;
  }
}
