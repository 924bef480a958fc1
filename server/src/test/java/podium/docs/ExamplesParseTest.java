package podium.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xml.sax.InputSource;

/// Blocks are what they say they are. Commands and Python are run by [DocumentedCommandsTest]; Java
/// by the modules `examples` and `clients`, JavaScript by `clients`.
class ExamplesParseTest {

  /// Whose pieces of Java are held to `examples`. Elsewhere Java must be a whole program.
  private static final List<String> PAGES_OF_THE_LIBRARY = List.of("README.md", "docs/library.md");

  @TestFactory
  Stream<DynamicTest> everyBlockIsOfALanguageThatIsChecked() throws Exception {
    return Page.all().stream()
        .filter(page -> !page.blocks().isEmpty())
        .map(page -> dynamicTest(page.name(), () -> check(page)));
  }

  private static void check(Page page) {
    assertThat(page.blocks())
        .allSatisfy(block -> {
          switch (block.language()) {
            case "json" -> new ObjectMapper().readTree(block.text());
            case "yaml" -> new YAMLMapper().readTree(block.text());
            case "xml" ->
                DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(block.text())));
            case "java" -> {
              if (!block.text().contains("void main()")) {
                assertThat(page.name()).isIn(PAGES_OF_THE_LIBRARY);
              }
            }
            default -> assertThat(block.language()).isIn("", "text", "sh", "python", "js");
          }
        });
  }
}
