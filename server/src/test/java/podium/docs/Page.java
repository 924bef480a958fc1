package podium.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A document of the project in Markdown, as GitHub renders it.
///
/// @param name its path from the root of the project
public record Page(String name, String text) {

  static final Path ROOT = Path.of("..");

  private static final String FENCE = "```";
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern INLINE_CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

  /// Every page there is, whoever wrote it: at the root, and in the folders below.
  public static List<Page> all() throws IOException {
    List<Page> pages = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isBuiltOrHidden(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.add(read(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    pages.sort(Comparator.comparing(Page::name));
    return pages;
  }

  private static boolean isBuiltOrHidden(Path folder) {
    String name = String.valueOf(ROOT.relativize(folder).getFileName());
    return name.startsWith(".") || name.equals("target");
  }

  private static Page read(Path file) {
    try {
      String name = ROOT.relativize(file).toString().replace('\\', '/');
      return new Page(name, Files.readString(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Where a link from it leads.
  Path beside(String link) {
    return ROOT.resolve(name).resolveSibling(link);
  }

  /// Its fenced blocks, from top to bottom.
  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = text.lines().toList();
    int opened = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(FENCE)) {
        continue;
      }
      if (opened < 0) {
        opened = i;
      } else {
        String language = lines.get(opened).substring(FENCE.length()).strip();
        String body = String.join("\n", lines.subList(opened + 1, i));
        blocks.add(new Block(language, opened + 1, i + 1, body));
        opened = -1;
      }
    }
    return blocks;
  }

  /// What is set as code in the sentences between the blocks.
  public List<String> inlineCode() {
    return INLINE_CODE.matcher(withoutBlocks()).results().map(code -> code.group(1)).toList();
  }

  /// Where its links and images lead.
  List<String> links() {
    String sentences = INLINE_CODE.matcher(withoutBlocks()).replaceAll("code");
    return LINK.matcher(sentences).results().map(link -> link.group(1)).toList();
  }

  /// What a link to it may have behind the `#`: the headings without punctuation, in lower case,
  /// with dashes for spaces, and a number where one comes again.
  List<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    return HEADING
        .matcher(withoutBlocks())
        .results()
        .map(Page::slug)
        .map(slug -> {
          int before = seen.merge(slug, 1, Integer::sum) - 1;
          return before == 0 ? slug : slug + "-" + before;
        })
        .toList();
  }

  private static String slug(MatchResult heading) {
    return heading
        .group(1)
        .strip()
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\p{Pc} -]", "")
        .replace(' ', '-');
  }

  private String withoutBlocks() {
    return FENCED.matcher(text).replaceAll("");
  }
}
