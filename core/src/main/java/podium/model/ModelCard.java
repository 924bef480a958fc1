package podium.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import podium.RerankException.ModelUnavailable;

/// What people say of a model: the name of its directory and the front matter of its `README.md`.
/// Of two models whose files look the same it tells which is which; else nothing depends on it but
/// remarks.
final class ModelCard {

  private static final String FILE = "README.md";
  private static final int MAX_BYTES = 1 << 20;

  /// The first lines of the page, between two lines of three dashes.
  private static final Pattern FRONT_MATTER =
      Pattern.compile("\\A---\\R(.*?)^---\\s*$", Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern RANKING =
      Pattern.compile("^pipeline_tag:\\s*[\"']?text-ranking\\b", Pattern.MULTILINE);

  private static final Pattern HEADING = Pattern.compile("^# (.*)$", Pattern.MULTILINE);

  private ModelCard() {}

  /// Whether the directory's name or the first heading of the page has `word`, in any case.
  static boolean names(String word, Folder folder) {
    return name(folder.path()).toLowerCase(Locale.ROOT).contains(word)
        || page(folder).flatMap(ModelCard::heading).filter(h -> h.contains(word)).isPresent();
  }

  private static Optional<String> heading(String page) {
    return HEADING
        .matcher(page)
        .results()
        .findFirst()
        .map(match -> match.group(1).toLowerCase(Locale.ROOT));
  }

  static boolean callsReranker(Folder folder) {
    return name(folder.path()).toLowerCase(Locale.ROOT).contains("rerank")
        || page(folder).filter(ModelCard::isTagged).isPresent();
  }

  static boolean isTagged(String page) {
    return FRONT_MATTER.matcher(page).results().anyMatch(m -> RANKING.matcher(m.group(1)).find());
  }

  /// In the cache of the Hugging Face client, `models--ORG--NAME/snapshots/COMMIT`, of the model.
  private static String name(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    Optional<Path> parent = Optional.ofNullable(path.getParent());
    boolean snapshot = parent.filter(p -> p.endsWith("snapshots")).isPresent();
    Path named = snapshot ? parent.map(Path::getParent).orElse(path) : path;
    return String.valueOf(named.getFileName());
  }

  private static Optional<String> page(Folder folder) {
    try {
      return folder.has(FILE)
          ? Optional.of(new String(folder.read(FILE, MAX_BYTES), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (ModelUnavailable _) { // too long, or not ours to read
      return Optional.empty();
    }
  }
}
