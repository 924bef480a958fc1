package podium.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.Content;
import podium.catalog.FakeReranker;

class DocumentFilesTest {

  @TempDir private Path folder;

  private static DocumentFiles files(String input, String... fields) {
    return new DocumentFiles(
        Optional.empty(),
        new TextFields(List.of(fields)),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(List<PlacedDocument> documents) {
    return documents.stream()
        .map(placed -> FakeReranker.text(placed.document().content()))
        .toList();
  }

  private static List<String> texts(String input) throws Exception {
    return texts(files(input).read(List.of("-")));
  }

  /// The texts of a file of that name.
  private List<String> texts(String name, String content, String... fields) throws Exception {
    return texts(files("", fields).read(List.of(write(name, content))));
  }

  private String write(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static void assertRefused(String input, String message) {
    assertThatThrownBy(() -> texts(input))
        .isInstanceOf(UnreadableInput.class)
        .hasMessage("standard input" + message);
  }

  private void assertRefused(String name, String content, String message, String... fields) {
    assertThatThrownBy(() -> texts(name, content, fields))
        .isInstanceOf(UnreadableInput.class)
        .hasMessage(folder.resolve(name) + message);
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
  void anObjectMustBeWholeToBeJson() throws Exception {
    assertThat(texts("\"a\",\"text\":1\nb")).containsExactly("\"a\",\"text\":1", "b");
  }

  @Test
  void theMarkOfByteOrderIsNoText() throws Exception {
    assertThat(texts("\ufeffone\n\ufefftwo")).containsExactly("one", "\ufefftwo");
  }

  @Test
  void metadataIsKept() throws Exception {
    assertThat(files("{\"text\":\"one\",\"id\":1}").read(List.of("-")).getFirst().document().echo())
        .isEqualTo("{\"text\":\"one\",\"id\":1}");
  }

  @Test
  void documentsKnowTheirPlaces() throws Exception {
    String csv = write("a.csv", "id,text\n1,\"two\nlines\"\n\n2,x\n");

    assertThat(files("one\n\ntwo").read(List.of(csv, "-")))
        .extracting(placed -> placed.place().toString())
        .containsExactly(
            csv + ", line 2", csv + ", line 5", "standard input, line 1", "standard input, line 3");
  }

  @Test
  void aTableHasItsTextInTheColumnThatIsUsuallyIt() throws Exception {
    assertThat(texts("a.csv", "id,body,content\n1,\"a \"\"b\"\", c\",y\n2,,z\n"))
        .containsExactly("y", "z");
    assertThat(texts("b.CSV", "id;body\n1;a,b\n")).containsExactly("a,b");
    assertThat(texts("c.csv", "question\na\n")).containsExactly("a");
    assertThat(texts("d.tsv", "id\ttext\n1\t\"a\" b\n")).containsExactly("\"a\" b");
  }

  @Test
  void severalFieldsAreOneTextInTheirOrder() throws Exception {
    assertThat(texts("a.csv", "title,year,text\nA,1999,x\n", "text", "title"))
        .containsExactly("x\nA");
    assertThat(texts("a.jsonl", "{\"title\":\"A\",\"year\":1999}\n", "title", "year"))
        .containsExactly("A\n1999");
  }

  @Test
  void aRowIsEchoedAsAnObject() throws Exception {
    String file = write("a.csv", "id,text\n1,x\n");

    assertThat(files("").read(List.of(file)).getFirst().document().echo())
        .isEqualTo("{\"id\":\"1\",\"text\":\"x\"}");
  }

  @Test
  void aColumnMayHoldImages() throws Exception {
    String file = write("a.csv", "text,image\nx,a.png\ny,\n");

    assertThat(files("").read(List.of(file)))
        .extracting(placed -> placed.document().content())
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Content.Visual.class),
            second -> assertThat(second).isEqualTo(Content.of("y")));
  }

  @Test
  void theFormatThatIsAskedForWins() throws Exception {
    String file = write("a.csv", "id,text\n{}\n");
    var asText =
        new DocumentFiles(
            Optional.of(DocumentFormat.TEXT),
            new TextFields(List.of()),
            new ByteArrayInputStream(new byte[0]));

    assertThat(texts(asText.read(List.of(file)))).containsExactly("id,text", "{}");
  }

  @Test
  void aBrokenLineIsNamedWithWhatItSays() {
    assertRefused(
        "\"one\"\ntwo\n",
        ", line 2: document is not valid JSON at column 1: Unrecognized token 'two': two");
    assertRefused(
        "{\"text\":\"one\"}\n\n{\"title\":\"two\"}\n",
        ", line 3: there is none of text, content, document, passage, body, and no image, but title; --field says which is the text: {\"title\":\"two\"}");
    assertRefused(
        "{\"text\":\"one\"}\n{\"text\":2}\n",
        ", line 2: document.text must be a string, but is 2: {\"text\":2}");
    assertRefused(
        "\"one\"\n[\"\u202e%s\"]\n".formatted("x".repeat(99)),
        ", line 2: document must be a string or an object, but is an array: [\" %s…"
            .formatted("x".repeat(57)));
    assertRefused(
        "\"one\"\n\"two\" 3\n", ", line 2: document goes on after its JSON value: \"two\" 3");
  }

  @Test
  void aBrokenRowIsNamedWithWhatItSays() {
    assertRefused(
        "a.csv", "id,text\n1,x\n2\n", ", line 3: the row has 1 values, but there are 2 columns: 2");
    assertRefused(
        "b.csv",
        "id,text\n1,x,y\n",
        ", line 2: the row has 3 values, but there are 2 columns: 1 | x | y");
    assertRefused(
        "c.csv",
        "id,title\n1,x\n",
        ", line 1: there is none of text, content, document, passage, body, and no image, but id, title; --field says which is the text: id | title");
    assertRefused(
        "d.csv", "text,text\n1,x\n", ", line 1: the column 'text' is there twice: text | text");
    assertRefused(
        "e.csv",
        "id,text\n1,\"x\"y\n",
        ", line 2: Unexpected character after closing quote: 'y' (0x79): 1,\"x\"y");
    assertRefused(
        "f.csv", "id,text\n1,\"x\n", ", line 2: Unclosed quoted field at end of input: 1,\"x");
    assertRefused("g.csv", "id,text\n", " has no documents");
  }

  @Test
  void aColumnThatIsNotThereIsNamed() {
    assertRefused(
        "a.tsv",
        "id\ttext\n1\tx\n",
        ", line 1: there is no column title, but id, text: id | text",
        "text",
        "title");
  }

  @Test
  void nothingIsRefused() {
    assertRefused("\n \n", " has no documents");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws Exception {
    Path file = folder.resolve("noise");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xff});

    assertThatThrownBy(() -> files("").read(List.of(file.toString())))
        .isInstanceOf(UnreadableInput.class)
        .hasMessage("%s, line 2 is not UTF-8 text: 0xff".formatted(file));
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> files("").read(List.of(folder.toString())))
        .isInstanceOf(UnreadableInput.class)
        .hasMessage("%s cannot be read: Is a directory".formatted(folder));
  }
}
