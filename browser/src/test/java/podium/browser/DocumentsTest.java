package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/// Files that are dropped or chosen, and what is pasted.
class DocumentsTest extends PageTest {

  @TempDir private Path folder;

  private Path file(String name, String text, Charset charset) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(charset));
  }

  private Path file(String name, String text) throws IOException {
    return file(name, text, StandardCharsets.UTF_8);
  }

  private void drop(Path... files) {
    browser.drop(List.of(files));
    browser.waitFor(_ -> browser.findAll("#files li").size() == files.length);
  }

  private void rankDropped(Path... files) {
    drop(files);
    write("#query", QUERY);
    browser.button("Rank").click();
    browser.waitForText("#summary", "ranked");
  }

  @Test
  void aTextFileHasADocumentOnEachLine() throws Exception {
    rankDropped(file("capitals.txt", String.join("\n", DOCUMENTS)));

    assertThat(browser.find("#files li").getText())
        .isEqualTo("capitals.txt\n4 documents, one a line\nRemove");
    assertThat(results().getFirst()).isEqualTo("Paris is the capital and largest city of France.");
  }

  @Test
  void jsonLinesAreRecords() throws Exception {
    rankDropped(
        file(
            "capitals.jsonl",
            """
            {"id": 1, "body": "Berlin is the capital of Germany."}

            {"id": 2, "body": "Paris is the capital of France.", "note": "yes"}
            """));

    assertThat(results().getFirst()).isEqualTo("Paris is the capital of France.");
    assertThat(browser.find(".about").getText()).isEqualTo("id\n2\nnote\nyes");
  }

  @Test
  void aTableHasItsTextInAColumn() throws Exception {
    drop(
        file(
            "capitals.csv",
            """
            city;sentence
            Berlin;"Berlin is the ""capital"" of Germany;
            and large."
            Paris;Paris is the capital of France.
            """));

    WebElement column = browser.find("#files select");
    assertThat(column.getAttribute("value")).isEqualTo("sentence");
    assertThat(column.getAccessibleName()).isEqualTo("Column with the text of capitals.csv");
    write("#query", QUERY);
    browser.button("Rank").click();
    browser.waitForText("#summary", "2 documents ranked");
    assertThat(results())
        .containsExactly(
            "Paris is the capital of France.", "Berlin is the \"capital\" of Germany;\nand large.");

    new Select(browser.find("#files select")).selectByVisibleText("city");
    browser.button("Rank").click();
    browser.waitFor(_ -> results().contains("Berlin"));
  }

  @Test
  void severalFilesAndTheFieldAreRankedTogether() throws Exception {
    write("#pasted", "Rome is the capital of Italy.");
    rankDropped(
        file(
            "one.json", "[\"Berlin is a city.\", {\"text\": \"Paris is the capital of France.\"}]"),
        file("two.txt", "Madrid\n"));

    assertThat(browser.find("#summary").getText()).startsWith("4 documents ranked");
    assertThat(browser.find(".result .move").getText()).startsWith("▲2");
  }

  @Test
  void filesCanBeTakenAwayAgain() throws Exception {
    drop(file("one.txt", "a\n"), file("two.txt", "b\n"));

    browser.find("[aria-label='Remove one.txt']").click();

    assertThat(browser.texts("#files .name")).containsExactly("two.txt");
    assertThat(browser.focused().getText()).isEqualTo("Add files");
  }

  @Test
  void filesCanBeChosenByKeyboardToo() throws Exception {
    browser
        .find("#chooser")
        .sendKeys(file("chosen.txt", String.join("\n", DOCUMENTS)).toAbsolutePath().toString());

    browser.waitFor(_ -> !browser.findAll("#files li").isEmpty());
    assertThat(browser.<String>script("return document.querySelector('#files-said').textContent"))
        .isEqualTo("chosen.txt: 4 documents added.");
  }

  @Test
  void whatCannotBeReadIsSaid() throws Exception {
    drop(
        file("broken.jsonl", "{\"text\": \"a\"}\n{\"text\": \n"),
        file("latin.txt", "caf\u00e9", StandardCharsets.ISO_8859_1),
        file("open.csv", "text\n\"never closed\n"));

    assertThat(browser.texts("#files .what"))
        .satisfiesExactly(
            json -> assertThat(json).startsWith("Line 2 is no JSON"),
            latin -> assertThat(latin).isEqualTo("it is no text in UTF-8"),
            csv ->
                assertThat(csv)
                    .isEqualTo("This is no CSV: line 2: a quote is opened and never closed"));
    write("#query", QUERY);
    browser.button("Rank").click();
    browser.waitForText("#problem", "broken.jsonl: Line 2 is no JSON");
  }

  @Test
  void textInUtf16IsRead() throws Exception {
    rankDropped(file("wide.txt", "\uFEFFcafé\n", StandardCharsets.UTF_16LE));

    assertThat(results()).containsExactly("café");
  }

  @Test
  void anImageIsADocument() throws Exception {
    Path picture = Path.of("..", "core", "src", "test", "resources", "images", "grey.png");
    drop(picture.toRealPath());

    assertThat(browser.find("#files li").getText()).isEqualTo("grey.png\nan image\nRemove");
    assertThat(
            browser.<Boolean>script("return document.querySelector('#files img').naturalWidth > 0"))
        .isTrue();
    write("#query", QUERY);
    browser.button("Rank").click();
    browser.waitForText("#problem", "the model takes text only, no images");
  }

  @Test
  void whatIsPastedIsReadAsWhatItLooksLike() {
    write("#pasted", "one\ntwo\n");
    assertThat(browser.find("#count").getText()).isEqualTo("2 documents, one a line");
    write("#pasted", "one\nstill one\n\ntwo\n");
    assertThat(browser.find("#count").getText()).isEqualTo("2 documents, parted by blank lines");
    write("#pasted", "[\"one\", \"two\", \"three\"]");
    assertThat(browser.find("#count").getText()).isEqualTo("3 documents, JSON");
    write("#pasted", "\"one\"\n\"two\"\n");
    assertThat(browser.find("#count").getText()).isEqualTo("2 documents, JSON, one a line");
    write("#pasted", "{\"query\": \"q\", \"documents\": [\"one\"]}");
    assertThat(browser.find("#count").getText()).isEqualTo("1 document, JSON");
    choose("#format", "one a line");
    assertThat(browser.find("#count").getText()).isEqualTo("1 document, one a line");
  }

  @Test
  void theFieldCanBeCleared() throws Exception {
    write("#pasted", "one\n");
    drop(file("one.txt", "a\n"));

    browser.button("Clear").click();

    assertThat(browser.find("#pasted").getAttribute("value")).isEmpty();
    assertThat(browser.findAll("#files li")).isEmpty();
  }
}
