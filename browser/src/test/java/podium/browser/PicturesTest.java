package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pictures, and a model that sees them.
class PicturesTest extends PageTest {

  private static final Path IMAGES = Path.of("..", "core", "src", "test", "resources", "images");

  @Override
  String other() {
    return "qwen3_vl";
  }

  @BeforeEach
  void chooseTheModelThatSees() {
    choose("#model", "random");
    write("#query", QUERY);
  }

  private void drop(String first, String second) throws IOException {
    List<Path> files =
        List.of(IMAGES.resolve(first).toRealPath(), IMAGES.resolve(second).toRealPath());
    browser.drop(files);
    browser.waitFor(_ -> browser.findAll("#files li").size() == files.size());
  }

  @Test
  void areRankedAmongTexts() throws Exception {
    drop("grey.png", "lossless.webp");
    write("#pasted", "Paris is the capital and largest city of France.");
    browser.button("Rank").click();
    browser.waitForText("#summary", "ranked");

    assertThat(browser.findAll(".result")).hasSize(3);
    assertThat(results()).containsExactly("Paris is the capital and largest city of France.");
    assertThat(
            browser.<List<String>>script(
                """
                return [...document.querySelectorAll(".result img.picture")]
                    .filter((image) => image.naturalWidth > 0)
                    .map((image) => image.alt);
                """))
        .containsExactlyInAnyOrder("grey.png", "lossless.webp");
    browser.screenshot("pictures");
  }

  @Test
  void areRefusedByAModelThatReadsOnly() throws Exception {
    drop("grey.png", "grey.jpg");
    browser.button("Rank").click();
    browser.waitForText("#summary", "ranked");

    choose("#other", "podium-tiny");
    browser.button("Rank").click();

    browser.waitForText("#problem", "the model takes text only, no images");
  }
}
