package podium.hub;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import podium.hub.RawServer.Answer;
import podium.hub.RawServer.Request;

/// Speaks the protocol of the Hugging Face hub, as its own client uses it:
///
/// | request | answer |
/// |---|---|
/// | `GET /api/models/ORG/NAME/revision/REV?blobs=true` | commit, and files with sizes and hashes |
/// | `GET` or `HEAD /ORG/NAME/resolve/COMMIT/PATH` | for small files a 307 to another path of the hub, for large ones a 302 to a signed address at another host, which wants no `Authorization` |
///
/// Failures have the hub's `X-Error-Code`. Whatever a test plans ([#plan]) happens instead, once.
public final class HubStandIn implements AutoCloseable {

  /// A token that the hub knows, and one whose account may have gated models.
  public static final String TOKEN = "hf_known";

  public static final String GRANTED = "hf_granted";

  /// As it should be.
  private static final Fault NONE = new Fault.Cut(Integer.MAX_VALUE);

  private static final StandInModel NOWHERE = new StandInModel();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTING = Pattern.compile("/api/models/([^/]+/[^/]+)/revision/(.+)");
  private static final Pattern RESOLVE =
      Pattern.compile(
          "/(?:api/resolve-cache/models/)?([^/]+/[^/]+?)/(?:resolve/)?([0-9a-f]{40})/(.+)");
  private static final Pattern BLOB = Pattern.compile("/blobs/([^/]+/[^/]+)/([0-9a-f]{40})/(.+)");

  private final Map<String, StandInModel> models = new ConcurrentHashMap<>();
  private final Map<String, String> renamed = new ConcurrentHashMap<>();
  private final Map<String, Deque<Fault>> planned = new ConcurrentHashMap<>();
  private final List<Seen> seen = new ArrayList<>();
  private final RawServer hub;
  private final RawServer elsewhere;

  /// A request as it came.
  record Seen(String server, Request request) {}

  private HubStandIn() throws IOException {
    hub = RawServer.start("127.0.0.1", (request, answer) -> answer("hub", request, answer));
    elsewhere =
        RawServer.start("localhost", (request, answer) -> answer("elsewhere", request, answer));
  }

  public static HubStandIn start() throws IOException {
    return new HubStandIn();
  }

  /// What `HF_ENDPOINT` should be.
  public String uri() {
    return hub.uri();
  }

  public HubStandIn has(String id, StandInModel model) {
    models.put(id, model);
    return this;
  }

  void rename(String from, String to) {
    renamed.put(from, to);
  }

  /// The next requests whose path ends with `path` are answered by these, one after the other.
  ///
  /// @param server `hub` or `elsewhere`
  public void plan(String server, String path, Fault... faults) {
    planned.computeIfAbsent(server + " " + path, _ -> new ArrayDeque<>()).addAll(List.of(faults));
  }

  synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  /// What was asked for at `server` whose path ends with `path`.
  public List<Request> seen(String server, String path) {
    return seen().stream()
        .filter(one -> one.server().equals(server) && one.request().path().endsWith(path))
        .map(Seen::request)
        .toList();
  }

  private synchronized Optional<Fault> note(String server, Request request) {
    seen.add(new Seen(server, request));
    return planned.entrySet().stream()
        .filter(plan -> (server + " ").equals(plan.getKey().substring(0, server.length() + 1)))
        .filter(plan -> request.path().endsWith(plan.getKey().substring(server.length() + 1)))
        .flatMap(plan -> Optional.ofNullable(plan.getValue().poll()).stream())
        .findFirst();
  }

  private void answer(String server, Request request, Answer answer)
      throws IOException, InterruptedException {
    Optional<Fault> fault = note(server, request);
    switch (fault.orElse(NONE)) {
      case Fault.Status(int status, var headers) -> status(answer, status, headers);
      case Fault.Redirect(String location) -> status(answer, 302, Map.of("Location", location));
      case Fault.Silence() -> new CountDownLatch(1).await();
      case Fault.Body(String text) -> {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        answer.head(200, Map.of("Content-Length", length(body)));
        answer.body(body, 0, body.length);
      }
      default -> {
        if (server.equals("elsewhere")) {
          blob(request, answer, fault);
        } else {
          hub(request, answer, fault);
        }
      }
    }
  }

  private void hub(Request request, Answer answer, Optional<Fault> fault)
      throws IOException, InterruptedException {
    Matcher listing = LISTING.matcher(request.path());
    Matcher resolve = RESOLVE.matcher(request.path());
    if (listing.matches()) {
      listing(request, answer, listing.group(1), listing.group(2));
    } else if (resolve.matches()) {
      resolve(request, answer, resolve, fault);
    } else {
      status(answer, 404, Map.of());
    }
  }

  private void listing(Request request, Answer answer, String id, String revision)
      throws IOException {
    if (renamed.containsKey(id)) {
      String target = request.target().replace(id, renamed.get(id));
      status(answer, 307, Map.of("Location", target));
      return;
    }
    StandInModel model = models.getOrDefault(id, NOWHERE);
    if (isHidden(request, answer, model)) {
      return;
    }
    if (!List.of("main", "refs/pr/1", model.commit()).contains(revision)) {
      error(answer, 404, "RevisionNotFound", "Invalid rev id: " + revision);
      return;
    }
    byte[] body = JSON.writeValueAsBytes(listing(id, model));
    answer.head(200, Map.of("Content-Type", "application/json", "Content-Length", length(body)));
    answer.body(body, 0, body.length);
  }

  /// Answers as the hub does for what does not exist, or not for this client.
  private static boolean isHidden(Request request, Answer answer, StandInModel model)
      throws IOException {
    String token = token(request);
    boolean known = token.isEmpty() || token.equals(TOKEN) || token.equals(GRANTED);
    if (!known) {
      error(answer, 401, "", "Invalid credentials in Authorization header");
    } else if (model == NOWHERE
        || (model.access == StandInModel.Access.PRIVATE && !token.equals(GRANTED))) {
      error(answer, token.isEmpty() ? 401 : 404, "RepoNotFound", "Repository not found");
    } else {
      return false;
    }
    return true;
  }

  private static String token(Request request) {
    return request.header("Authorization").replaceFirst("^Bearer ", "");
  }

  private static ObjectNode listing(String id, StandInModel model) {
    ObjectNode root = JSON.createObjectNode();
    root.put("_id", "0").put("id", id).put("modelId", id).put("sha", model.commit());
    root.put("private", model.access == StandInModel.Access.PRIVATE);
    root.putObject("cardData").put("license", "apache-2.0").putNull("base_model");
    ArrayNode siblings = root.putArray("siblings");
    model.files.forEach((path, content) -> {
      ObjectNode file = siblings.addObject().put("rfilename", path);
      if (!model.barelyListed) {
        file.put("size", content.length).put("blobId", StandInModel.git(content));
        if (StandInModel.isLarge(path)) {
          file.put("blobId", "0".repeat(40));
          file.putObject("lfs")
              .put("sha256", StandInModel.sha256(content))
              .put("size", content.length)
              .put("pointerSize", 134);
        }
      }
    });
    return root;
  }

  private void resolve(Request request, Answer answer, Matcher resolve, Optional<Fault> fault)
      throws IOException, InterruptedException {
    StandInModel model = models.getOrDefault(resolve.group(1), NOWHERE);
    if (isHidden(request, answer, model)) {
      return;
    }
    String token = token(request);
    if (model.access == StandInModel.Access.GATED && !token.equals(GRANTED)) {
      error(
          answer, token.isEmpty() ? 401 : 403, "GatedRepo", "Access to this model is restricted.");
      return;
    }
    byte[] content = model.files.get(resolve.group(3));
    if (content == null) {
      error(answer, 404, "EntryNotFound", "Entry not found");
    } else if (StandInModel.isLarge(resolve.group(3))) {
      toElsewhere(answer, model, resolve, content);
    } else if (!request.path().startsWith("/api/resolve-cache/")) {
      status(
          answer,
          307,
          Map.of(
              "Location",
              "/api/resolve-cache/models/%s/%s/%s"
                  .formatted(resolve.group(1), resolve.group(2), resolve.group(3))));
    } else {
      send(request, answer, content, StandInModel.git(content), fault);
    }
  }

  private void toElsewhere(Answer answer, StandInModel model, Matcher resolve, byte[] content)
      throws IOException {
    String place =
        "%s/blobs/%s/%s/%s?Expires=1&response-content-disposition=inline; filename=\"model\"&Signature=a~b"
            .formatted(elsewhere.uri(), resolve.group(1), resolve.group(2), resolve.group(3));
    answer.head(
        302,
        Map.ofEntries(
            entry("Location", place),
            entry("X-Repo-Commit", model.commit()),
            entry("X-Linked-Size", length(content)),
            entry("X-Linked-Etag", "\"%s\"".formatted(StandInModel.sha256(content))),
            entry("X-Xet-Hash", "0".repeat(64)),
            entry("Content-Length", "0")));
  }

  /// Like S3, refuses who brings a token along with a signature.
  private void blob(Request request, Answer answer, Optional<Fault> fault)
      throws IOException, InterruptedException {
    Matcher blob = BLOB.matcher(request.path());
    if (!blob.matches() || !request.header("Authorization").isEmpty()) {
      status(answer, 400, Map.of());
      return;
    }
    byte[] content = models.getOrDefault(blob.group(1), NOWHERE).file(blob.group(3));
    send(request, answer, content, "s3-" + StandInModel.git(content), fault);
  }

  private static void send(
      Request request, Answer answer, byte[] content, String etag, Optional<Fault> fault)
      throws IOException, InterruptedException {
    Fault wrong = fault.orElse(NONE);
    int from = from(request, "\"%s\"".formatted(etag));
    if (wrong instanceof Fault.WholeFile) {
      from = 0;
    } else if (wrong instanceof Fault.OtherPart) {
      from = from / 2;
    }
    byte[] body = content.clone();
    if (wrong instanceof Fault.Flip(int at)) {
      body[at] ^= 1;
    } else if (wrong instanceof Fault.Longer(int by)) {
      body = new byte[content.length + by];
    }
    var headers = new LinkedHashMap<String, String>();
    headers.put("ETag", "\"%s\"".formatted(etag));
    headers.put("Content-Length", Integer.toString(body.length - from));
    if (from > 0) {
      headers.put("Content-Range", "bytes %d-%d/%d".formatted(from, body.length - 1, body.length));
    }
    answer.head(from > 0 ? 206 : 200, headers);
    if (!request.method().equals("HEAD")) {
      body(answer, body, from, wrong);
    }
  }

  private static void body(Answer answer, byte[] body, int from, Fault fault)
      throws IOException, InterruptedException {
    int rest = body.length - from;
    switch (fault) {
      case Fault.Cut(int after) when after < rest -> {
        answer.body(body, from, from + after);
        answer.cut();
      }
      case Fault.Hold(int after, var released) -> {
        int stop = from + Math.min(after, rest);
        answer.body(body, from, stop);
        released.await();
        answer.body(body, stop, body.length);
      }
      case Fault.Meet(var all) -> {
        all.countDown();
        all.await();
        answer.body(body, from, body.length);
      }
      default -> answer.body(body, from, body.length);
    }
  }

  /// Where to begin; 0 if all is wanted, or if the client has another content.
  private static int from(Request request, String etag) {
    Matcher range = Pattern.compile("bytes=([0-9]+)-").matcher(request.header("Range"));
    String condition = request.header("If-Range");
    boolean same = condition.isEmpty() || condition.equals(etag);
    return range.matches() && same ? Integer.parseInt(range.group(1)) : 0;
  }

  private static void error(Answer answer, int status, String code, String message)
      throws IOException {
    var headers = new LinkedHashMap<String, String>();
    if (!code.isEmpty()) {
      headers.put("X-Error-Code", code);
    }
    headers.put("X-Error-Message", message);
    status(answer, status, headers);
  }

  private static void status(Answer answer, int status, Map<String, String> headers)
      throws IOException {
    var all = new LinkedHashMap<>(headers);
    all.putIfAbsent("Content-Length", "0");
    answer.head(status, all);
  }

  private static String length(byte[] bytes) {
    return Integer.toString(bytes.length);
  }

  /// Settings of a client of this hub, without any of this machine's.
  HubSettings settings(String token) {
    return new HubSettings(
        URI.create(uri()), Optional.of(token).filter(t -> !t.isEmpty()), false, ProxySettings.NONE);
  }

  @Override
  public void close() throws IOException {
    hub.close();
    elsewhere.close();
  }
}
