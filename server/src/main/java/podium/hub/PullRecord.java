package podium.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import podium.RerankException.InvalidRequest;
import podium.json.JsonException;
import podium.json.JsonObject;
import podium.json.JsonValue;

/// What was got and from where: `.podium-pull.json` in the model's folder.
///
/// @param source URL of the model's page
/// @param revision as asked for
/// @param files what each should be, by path
public record PullRecord(
    String source, String revision, String commit, Map<String, PulledFile> files) {

  static final String FILE = ".podium-pull.json";

  /// @param hash `sha256:HEX`, or `git:HEX` for what git itself keeps
  record PulledFile(long size, String hash) {

    static PulledFile of(RemoteFile file) {
      String kind =
          switch (file.hash().kind()) {
            case SHA256 -> "sha256:";
            case GIT -> "git:";
          };
      return new PulledFile(file.size(), kind + file.hash().hex());
    }
  }

  public PullRecord {
    files = Map.copyOf(files);
  }

  static PullRecord of(Hub hub, Plan plan) {
    var files = new HashMap<String, PulledFile>();
    plan.files().forEach(file -> files.put(file.path(), PulledFile.of(file)));
    return new PullRecord(
        hub.settings().endpoint() + "/" + hub.name().id(),
        hub.name().revisionOrMain(),
        plan.commit(),
        files);
  }

  /// The record in a model's folder; empty if it was not got by us.
  public static Optional<PullRecord> in(Path folder) {
    try {
      Path file = folder.resolve(FILE);
      return Files.isRegularFile(file)
          ? Optional.of(parse(Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException | JsonException | InvalidRequest e) {
      return Optional.empty();
    }
  }

  private static PullRecord parse(byte[] json) {
    JsonObject root = JsonObject.parse(json);
    var files = new HashMap<String, PulledFile>();
    root.get("files")
        .map(JsonValue::object)
        .ifPresent(
            all -> all.members().forEach((path, value) -> files.put(path, file(value.object()))));
    return new PullRecord(
        text(root, "source"), text(root, "revision"), text(root, "commit"), files);
  }

  private static PulledFile file(JsonObject file) {
    String size =
        file.get("size").map(JsonValue::json).filter(s -> s.matches("[0-9]{1,18}")).orElse("-1");
    return new PulledFile(Long.parseLong(size), text(file, "hash"));
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).map(JsonValue::text).orElse("");
  }

  /// Whether it is of the revision that `name` asks for, if it asks for one. A branch may have
  /// moved on since.
  public boolean isOf(HubName name) {
    return name.revision().filter(r -> !r.equals(revision) && !commit.startsWith(r)).isEmpty();
  }

  /// Whether that very file was got.
  boolean has(RemoteFile file) {
    return PulledFile.of(file).equals(files.get(file.path()));
  }

  /// A file in `folder` that is not as it was got, by its size, or that was not got at all; empty
  /// if there is none.
  Optional<String> difference(Path folder) throws IOException {
    for (Map.Entry<String, PulledFile> file : new TreeMap<>(files).entrySet()) {
      Path path = folder.resolve(file.getKey());
      boolean same =
          Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
              && Files.size(path) == file.getValue().size();
      if (!same) {
        return Optional.of(file.getKey());
      }
    }
    return stray(folder);
  }

  private Optional<String> stray(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> found = all.filter(path -> !Files.isDirectory(path)).sorted().toList();
      return found.stream()
          .map(path -> folder.relativize(path).toString().replace('\\', '/'))
          .filter(path -> !path.equals(FILE) && !files.containsKey(path))
          .findFirst();
    }
  }

  void write(Path folder) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("source", source);
      json.writeStringField("revision", revision);
      json.writeStringField("commit", commit);
      json.writeObjectFieldStart("files");
      for (Map.Entry<String, PulledFile> file : new TreeMap<>(files).entrySet()) {
        json.writeObjectFieldStart(file.getKey());
        json.writeNumberField("size", file.getValue().size());
        json.writeStringField("hash", file.getValue().hash());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    Path fresh = folder.resolve(FILE + ".new");
    Files.write(fresh, bytes.toByteArray());
    Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}
