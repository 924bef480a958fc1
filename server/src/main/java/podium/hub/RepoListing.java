package podium.hub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.RerankException.InvalidRequest;
import podium.hub.HubException.Failed;
import podium.json.JsonException;
import podium.json.JsonKind;
import podium.json.JsonObject;
import podium.json.JsonValue;

/// What a model consists of at one commit: the hub's answer to `/api/models/ORG/NAME/revision/REV`.
///
/// @param commit 40 hexadecimal digits
/// @param files by path
record RepoListing(String commit, Map<String, Entry> files) {

  private static final int MAX_FILES = 100_000;

  /// What the listing says of a file; mirrors may leave out all but the name.
  ///
  /// @param size -1: it does not say
  record Entry(long size, Optional<ContentHash> hash) {}

  RepoListing {
    files = Map.copyOf(files);
  }

  /// @throws Failed if it is no such answer, which is then not from a hub
  static RepoListing parse(byte[] body) throws Failed {
    try {
      JsonObject root = JsonObject.parse(body);
      String commit = root.get("sha").map(JsonValue::text).orElse("");
      if (!commit.matches("[0-9a-f]{40}")) {
        throw new Failed("the hub's answer names no commit; is HF_ENDPOINT a hub?");
      }
      List<JsonValue> siblings =
          root.get("siblings").map(value -> value.items(MAX_FILES)).orElse(List.of());
      var files = new HashMap<String, Entry>();
      for (JsonValue sibling : siblings) {
        JsonObject file = sibling.object();
        file.get("rfilename").ifPresent(name -> files.put(name.text(), entry(file)));
      }
      return new RepoListing(commit, files);
    } catch (JsonException | InvalidRequest e) {
      throw new Failed("the hub's answer is not as it should be: " + e.getMessage(), e);
    }
  }

  private static Entry entry(JsonObject file) {
    Optional<JsonObject> lfs =
        file.get("lfs").filter(v -> v.kind() == JsonKind.OBJECT).map(JsonValue::object);
    if (lfs.isPresent()) {
      return new Entry(
          size(lfs.get().get("size").or(() -> file.get("size"))),
          lfs.get()
              .get("sha256")
              .flatMap(hex -> ContentHash.of(ContentHash.Kind.SHA256, hex.text())));
    }
    return new Entry(
        size(file.get("size")),
        file.get("blobId").flatMap(hex -> ContentHash.of(ContentHash.Kind.GIT, hex.text())));
  }

  /// More than the `int`s that requests to our own server have.
  private static long size(Optional<JsonValue> value) {
    return value
        .map(JsonValue::json)
        .filter(json -> json.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElse(-1L);
  }
}
