package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.catalog.FakeReranker;

class DocumentFileTest {

  @TempDir private Path folder;

  private static List<String> texts(String input) throws StartFailure {
    return DocumentFile.read("-", in(input)).stream()
        .map(document -> FakeReranker.text(document.content()))
        .toList();
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(String input, String message) {
    assertThatThrownBy(() -> DocumentFile.read("-", in(input)))
        .isInstanceOf(StartFailure.class)
        .hasMessage(message);
  }

  @Test
  void everyLineIsADocument() throws Exception {
    assertThat(texts("one\r\n\n  \n two \"quoted\" \\ \n{three"))
        .containsExactly("one", " two \"quoted\" \\ ", "{three");
  }

  @Test
  void everyLineMayBeJson() throws Exception {
    assertThat(texts("{\"text\":\"one\",\"id\":1}\n\n \"two\\nlines\" \n"))
        .containsExactly("one", "two\nlines");
  }

  @Test
  void aNumberIsText() throws Exception {
    assertThat(texts("1\n[2]\n")).containsExactly("1", "[2]");
  }

  @Test
  void metadataIsKept() throws Exception {
    assertThat(DocumentFile.read("-", in("{\"text\":\"one\",\"id\":1}")).getFirst().source().json())
        .isEqualTo("{\"text\":\"one\",\"id\":1}");
  }

  @Test
  void aLineThatIsNoJsonAmongOthersIsNamed() {
    assertRefused(
        "\"one\"\ntwo\n",
        "standard input, document 2: it is no JSON string or object, but the first is");
  }

  @Test
  void anObjectWithoutTextAndImageIsNamed() {
    assertRefused(
        "{\"text\":\"one\"}\n{\"title\":\"two\"}\n",
        "standard input, document 2: document has neither text nor image");
  }

  @Test
  void nothingIsRefused() {
    assertRefused("\n \n", "standard input has no documents");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws Exception {
    Path file = folder.resolve("noise");
    Files.write(file, new byte[] {'a', (byte) 0xff});

    assertThatThrownBy(() -> DocumentFile.read(file.toString(), in("")))
        .isInstanceOf(StartFailure.class)
        .hasMessage("%s is not UTF-8 text".formatted(file));
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> DocumentFile.read(folder.toString(), in("")))
        .isInstanceOf(StartFailure.class)
        .hasMessage("%s cannot be read: Is a directory".formatted(folder));
  }
}
