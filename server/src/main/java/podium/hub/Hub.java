package podium.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.hub.HubException.Failed;
import podium.hub.HubException.Passing;

/// What the hub can be asked about one model. Thread-safe.
///
/// @param http must stay open
record Hub(HubName name, HubSettings settings, HubHttp http) {

  /// Listings of large repositories have some 100 kB.
  private static final int MAX_LISTING = 32 << 20;

  /// Commit and files of the wanted revision.
  RepoListing listing() throws HubException, InterruptedException {
    URI uri =
        uri(
            "/api/models/%s/revision/%s?blobs=true"
                .formatted(name.id(), encoded(name.revisionOrMain())));
    try (Reply reply = http.get(uri, Map.of())) {
      if (reply.status() != 200) {
        throw Explanation.of(name, settings, reply);
      }
      byte[] body = reply.body().readNBytes(MAX_LISTING);
      return RepoListing.parse(body);
    } catch (IOException e) {
      throw broken(uri, e);
    }
  }

  /// A file as the listing has it, or, where a mirror's listing has only names, as its own headers
  /// say.
  RemoteFile describe(RepoListing listing, String path) throws HubException, InterruptedException {
    RepoListing.Entry entry = listing.files().get(path);
    if (entry != null && entry.size() >= 0 && entry.hash().isPresent()) {
      return new RemoteFile(path, entry.size(), entry.hash().get());
    }
    URI uri = file(listing.commit(), path);
    try (Reply reply = http.head(uri)) {
      if (reply.status() >= 400) {
        throw Explanation.of(name, settings, reply);
      }
      Optional<Long> size = reply.bytes("X-Linked-Size");
      Optional<ContentHash> hash =
          reply.header("X-Linked-Etag").or(() -> reply.header("ETag")).flatMap(ContentHash::ofETag);
      if (!reply.isRedirect()) {
        size = size.or(() -> reply.bytes("Content-Length"));
      }
      if (size.isEmpty() || hash.isEmpty()) {
        throw new Failed(
            "%s does not say size and hash of %s, so that it could not be checked"
                .formatted(uri.getHost(), path));
      }
      return new RemoteFile(path, size.get(), hash.get());
    } catch (IOException e) {
      throw broken(uri, e);
    }
  }

  /// Asks for a file from the byte `from` on: the answer is a 206 with those, a 200 with all of it
  /// if the server cannot do otherwise or its file is another one by now, or a 416.
  ///
  /// @param etag of the server that sent the bytes before; empty: not known
  Reply open(String commit, String path, long from, Optional<String> etag)
      throws HubException, InterruptedException {
    var headers = new LinkedHashMap<String, String>();
    if (from > 0) {
      headers.put("Range", "bytes=%d-".formatted(from));
      etag.ifPresent(tag -> headers.put("If-Range", tag));
    }
    Reply reply = http.get(file(commit, path), headers);
    return switch (reply.status()) {
      case 200, 206, 416 -> reply;
      default -> {
        try (reply) {
          throw Explanation.of(name, settings, reply);
        } catch (IOException e) {
          throw broken(reply.uri(), e);
        }
      }
    };
  }

  static Passing broken(URI uri, IOException cause) {
    return new Passing("%s: %s".formatted(uri.getHost(), HubHttp.reason(cause)), cause);
  }

  private URI file(String commit, String path) {
    return uri("/%s/resolve/%s/%s".formatted(name.id(), commit, encodedPath(path)));
  }

  private URI uri(String pathAndQuery) {
    return URI.create(settings.endpoint() + pathAndQuery);
  }

  private static String encodedPath(String path) {
    return Stream.of(path.split("/", -1)).map(Hub::encoded).collect(Collectors.joining("/"));
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
