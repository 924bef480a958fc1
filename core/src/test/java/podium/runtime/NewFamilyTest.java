package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.Precision;
import podium.RerankException.ModelUnavailable;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.Scores;
import podium.engine.onednn.OneDnnEngine;
import podium.model.Listing;
import podium.model.ModelFolders;
import podium.model.TensorFile;
import podium.nn.BagOfWords;
import podium.nn.Families;
import podium.nn.Golden;
import podium.nn.NetworkFamily;

/// A family is one file ([BagOfWords]) and one line in a list: with these, its directories are
/// found, checked, loaded and scored like all others.
class NewFamilyTest {

  private static final int WORDS = 1042;

  @TempDir Path folder;
  private Path directory;
  private List<NetworkFamily> families;

  @BeforeEach
  void addTheLine() {
    families = new ArrayList<>(Families.IN_ORDER);
    families.add(new BagOfWords());
  }

  /// Embeddings of two elements: the word's number divided by 1000, and 1.
  @BeforeEach
  void writeAModel() throws IOException {
    directory = Files.createDirectory(folder.resolve("bag-of-words"));
    Files.copy(
        Golden.of("bert").model().resolve("tokenizer.json"), directory.resolve("tokenizer.json"));
    Files.writeString(
        directory.resolve("config.json"),
        """
        {"architectures": ["BagOfWordsForSequenceClassification"], "num_labels": 1,
         "hidden_size": 2, "max_position_embeddings": 32, "vocab_size": %d}
        """
            .formatted(WORDS));
    float[] words = new float[2 * WORDS];
    for (int word = 0; word < WORDS; word++) {
      words[2 * word] = word / 1000f;
      words[2 * word + 1] = 1;
    }
    new TensorFile()
        .f32("words.weight", "[%d, 2]".formatted(WORDS), words)
        .f32("classifier.weight", "[1, 2]", 10, -3)
        .f32("classifier.bias", "[1]", 0.5f)
        .write(directory.resolve("model.safetensors"));
  }

  @Test
  void isServedLikeAllOthers() {
    var loader =
        new ModelLoader(
            precision -> OneDnnEngine.open(precision.orElse(Precision.F32)),
            new MemoryCheck(AvailableMemory.OF_THIS_MACHINE),
            families);
    try (Reranker reranker = loader.open(directory, RerankerOptions.DEFAULT)) {
      Scores scores = reranker.score(RerankRequest.of("a", List.of("b", "a b a")));

      assertThat(reranker.info().family()).isEqualTo("bag_of_words");
      // [CLS] a [SEP] b [SEP] are the words 2, 515, 3, 526 and 3; then there is a twice more
      assertThat(scores.logit(0)).isCloseTo(10 * 1.049f / 5 - 3 + 0.5f, within(1e-4f));
      assertThat(scores.logit(1)).isCloseTo(10 * 2.079f / 7 - 3 + 0.5f, within(1e-4f));
    }
  }

  @Test
  void isListedLikeAllOthers() {
    List<Listing> listings = ModelFolders.scan(List.of(folder), families);

    assertThat(listings).singleElement().isInstanceOf(Listing.Found.class);
  }

  @Test
  void isUnknownWithoutTheLine() {
    assertThatThrownBy(() -> Reranker.open(directory))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageContaining("BagOfWordsForSequenceClassification");
  }
}
