package podium.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a model is called on the hub: `org/name`, or `org/name@revision` for a branch, a tag, a
/// commit or a pull request such as `refs/pr/1`.
///
/// @param revision empty: the branch `main`
public record HubName(String org, String name, Optional<String> revision) {

  private static final int LONGEST = 96;
  private static final String MAIN = "main";

  /// The hub's own rule for names, and git's for revisions as far as it matters in a URL.
  private static final Pattern FORM =
      Pattern.compile(
          "(?<org>%1$s)/(?<name>%1$s)(@(?<revision>[\\w./+-]{1,200}))?".formatted(part()));

  private static String part() {
    return "[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?";
  }

  /// Whether a model of that name may be on the hub.
  public static boolean isOne(String text) {
    return tryParse(text).isPresent();
  }

  /// The name that `text` spells.
  ///
  /// @throws IllegalArgumentException if no model can be called so
  public static HubName parse(String text) {
    return tryParse(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "a model on the hub is called org/name or org/name@revision, but not '%s'"
                    .formatted(text)));
  }

  private static Optional<HubName> tryParse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
                new HubName(
                    matcher.group("org"),
                    matcher.group("name"),
                    Optional.ofNullable(matcher.group("revision"))))
            .filter(HubName::isAllowed)
        : Optional.empty();
  }

  /// Dashes in a row separate the parts of a name in caches, and dots could lead out of a folder.
  private static boolean isAllowed(HubName name) {
    String id = name.id();
    boolean plain = !id.contains("--") && !id.contains("..") && !id.endsWith(".git");
    return plain && id.length() <= LONGEST && name.revision.filter(r -> r.contains("..")).isEmpty();
  }

  /// `org/name`.
  public String id() {
    return org + "/" + name;
  }

  /// The revision to ask for.
  String revisionOrMain() {
    return revision.orElse(MAIN);
  }

  @Override
  public String toString() {
    return revision.map(r -> id() + "@" + r).orElse(id());
  }
}
