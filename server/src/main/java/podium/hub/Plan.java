package podium.hub;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import podium.RerankException.InvalidRequest;
import podium.hub.HubException.Failed;
import podium.hub.HubException.Passing;
import podium.hub.HubException.Refused;
import podium.json.JsonException;
import podium.json.JsonObject;
import podium.json.JsonValue;

/// What has to be got for a model.
///
/// @param commit that the revision was when we asked
/// @param files sorted by path
record Plan(String commit, List<RemoteFile> files) {

  private static final int MAX_INDEX = 64 << 20;

  Plan {
    files = List.copyOf(files);
  }

  long bytes() {
    return files.stream().mapToLong(RemoteFile::size).sum();
  }

  /// Asks the hub.
  static Plan of(Hub hub, Patience patience, Progress progress)
      throws HubException, InterruptedException {
    RepoListing listing = patience.persist(hub::listing, progress);
    var files = new ArrayList<RemoteFile>();
    for (String path : Selection.of(hub.name(), listing.files().keySet())) {
      files.add(patience.persist(() -> hub.describe(listing, path), progress));
    }
    for (RemoteFile file : List.copyOf(files)) {
      if (file.path().equals(Selection.INDEX)) {
        Set<String> named = patience.persist(() -> shards(hub, listing, file), progress);
        for (String path : Selection.shards(hub.name(), named, listing.files().keySet())) {
          files.add(patience.persist(() -> hub.describe(listing, path), progress));
        }
      }
    }
    return new Plan(listing.commit(), files);
  }

  private static Set<String> shards(Hub hub, RepoListing listing, RemoteFile index)
      throws HubException, InterruptedException {
    if (index.size() > MAX_INDEX) {
      throw new Refused(
          "%s has %d bytes, the limit is %d".formatted(index.path(), index.size(), MAX_INDEX));
    }
    try (Reply reply = hub.open(listing.commit(), index.path(), 0, Optional.empty())) {
      byte[] body = reply.body().readNBytes(MAX_INDEX);
      MessageDigest digest = index.hash().begin(index.size());
      digest.update(body);
      if (!index.hash().matches(digest)) {
        throw new Passing(
            "%s came with another %s than the hub says"
                .formatted(index.path(), index.hash().kind()));
      }
      return shards(hub.name(), body);
    } catch (IOException e) {
      throw Hub.broken(hub.settings().endpoint(), e);
    }
  }

  private static Set<String> shards(HubName name, byte[] index) throws HubException {
    try {
      var shards = new TreeSet<String>();
      JsonObject.parse(index)
          .get("weight_map")
          .map(JsonValue::object)
          .ifPresent(map -> map.members().values().forEach(value -> shards.add(value.text())));
      if (shards.isEmpty()) {
        throw new Refused("%s: %s names no files".formatted(name, Selection.INDEX));
      }
      return shards;
    } catch (JsonException | InvalidRequest e) {
      throw new Failed("%s: %s: %s".formatted(name, Selection.INDEX, e.getMessage()), e);
    }
  }
}
