package podium.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Links from page to page lead somewhere, and to every page lead some.
class LinksTest {

  /// Which nobody needs to find from the index of the documents.
  private static final Set<String> NOT_INDEXED =
      Set.of("docs/README.md", "core/src/test/resources/formula/README.md");

  @TestFactory
  Stream<DynamicTest> everyLinkLeadsSomewhere() throws Exception {
    Map<String, Page> pages =
        Page.all().stream().collect(Collectors.toMap(Page::name, Function.identity()));
    return pages.values().stream()
        .filter(page -> !page.links().isEmpty())
        .map(page -> dynamicTest(page.name(), () -> check(page, pages)));
  }

  private static void check(Page page, Map<String, Page> pages) {
    assertThat(page.links())
        .filteredOn(link -> !link.matches("[a-z]+:.*"))
        .allSatisfy(link -> {
          String[] parts = link.split("#", 2);
          Path target = parts[0].isEmpty() ? file(page) : page.beside(parts[0]);
          assertThat(target).exists();
          if (parts.length == 2) {
            String name = Page.ROOT.relativize(target.normalize()).toString().replace('\\', '/');
            assertThat(pages)
                .hasEntrySatisfying(name, other -> assertThat(other.anchors()).contains(parts[1]));
          }
        });
  }

  private static Path file(Page page) {
    return Page.ROOT.resolve(page.name());
  }

  @Test
  void theIndexNamesEveryPage() throws Exception {
    Page index =
        Page.all().stream()
            .filter(page -> page.name().equals("docs/README.md"))
            .findFirst()
            .orElseThrow();
    List<String> indexed =
        index.links().stream()
            .map(link -> index.beside(link.replaceFirst("#.*", "")).normalize())
            .filter(Files::exists)
            .map(target -> Page.ROOT.relativize(target).toString().replace('\\', '/'))
            .toList();

    assertThat(Page.all())
        .extracting(Page::name)
        .filteredOn(name -> !NOT_INDEXED.contains(name))
        .filteredOn(name -> !name.startsWith("docs/adr/"))
        .isSubsetOf(indexed);
  }
}
