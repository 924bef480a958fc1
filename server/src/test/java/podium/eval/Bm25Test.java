package podium.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.eval.Bm25.Terms;

class Bm25Test {

  /// Lucene computes in float.
  private static final Offset<Double> FLOAT = offset(1e-6);

  private static final Bm25 STANDARD = new Bm25(1.5f, 0.6f, Terms.STANDARD);

  @TempDir private Path folder;

  /// Documents d0, d1, … of these texts.
  private Corpus corpus(Bm25 bm25, String... texts) throws Exception {
    Path file = folder.resolve("corpus.jsonl");
    var lines = new StringBuilder();
    for (int i = 0; i < texts.length; i++) {
      lines.append("{\"_id\": \"d%d\", \"text\": \"%s\"}\n".formatted(i, texts[i]));
    }
    Files.writeString(file, lines);
    return Corpus.read(file, Optional.of(bm25), Progress.UNSEEN);
  }

  /// The formula for one term.
  private static double bm25(double documents, double having, double times, double length) {
    double mean = 3; // (4 + 2 + 3) / 3
    double idf = Math.log(1 + (documents - having + 0.5) / (having + 0.5));
    return idf * times / (times + 1.5 * (1 - 0.6 + 0.6 * length / mean));
  }

  @Test
  void scoresAreThoseOfTheFormula() throws Exception {
    try (Corpus corpus = corpus(STANDARD, "red red blue car", "red bus", "green old tram")) {
      List<ScoredDocument> found = corpus.search("red car", 10);

      assertThat(found).extracting(ScoredDocument::id).containsExactly("d0", "d1");
      assertThat(found.get(0).score())
          .isCloseTo(bm25(3, 2, 2, 4) + bm25(3, 1, 1, 4), FLOAT); // red twice, car once
      assertThat(found.get(1).score()).isCloseTo(bm25(3, 2, 1, 2), FLOAT);
    }
  }

  @Test
  void aWordTwiceInTheQueryCountsTwice() throws Exception {
    try (Corpus corpus = corpus(STANDARD, "red red blue car", "red bus", "green old tram")) {
      assertThat(corpus.search("bus bus", 10))
          .singleElement()
          .satisfies(bus -> assertThat(bus.score()).isCloseTo(2 * bm25(3, 1, 1, 2), FLOAT));
    }
  }

  @Test
  void titleAndTextAreSearchedTogether() throws Exception {
    Path file = folder.resolve("corpus.jsonl");
    Files.writeString(file, "{\"_id\":\"d\",\"title\":\"A car\",\"text\":\"It is red.\"}\n");
    try (Corpus corpus = Corpus.read(file, Optional.of(STANDARD), Progress.UNSEEN)) {
      assertThat(corpus.search("car", 10)).hasSize(1);
      assertThat(corpus.search("red", 10)).hasSize(1);
      assertThat(corpus.text("d")).isEqualTo("A car It is red.");
    }
  }

  @Test
  void englishTermsHaveNoEndingsAndLeaveOutCommonWords() throws Exception {
    var english = new Bm25(0.9f, 0.4f, Terms.ENGLISH);
    try (Corpus corpus = corpus(english, "The runners were running.", "The house is old.")) {
      assertThat(corpus.search("a run", 10)).extracting(ScoredDocument::id).containsExactly("d0");
      assertThat(corpus.search("the", 10)).isEmpty();
    }
    try (Corpus corpus = corpus(STANDARD, "The runners were running.", "The house is old.")) {
      assertThat(corpus.search("a run", 10)).isEmpty();
      assertThat(corpus.search("the", 10)).hasSize(2);
    }
  }

  @Test
  void equalScoresComeByFallingIdButTheFirstDocumentsGetIn() throws Exception {
    try (Corpus corpus = corpus(STANDARD, "red", "red", "red")) {
      assertThat(corpus.search("red", 2))
          .extracting(ScoredDocument::id)
          .containsExactly("d1", "d0");
    }
  }

  @Test
  void aQueryMayBeAsLongAsABook() throws Exception {
    var words = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      words.append(" word").append(i);
    }
    try (Corpus corpus = corpus(STANDARD, "word19999", "nothing")) {
      assertThat(corpus.search(words.toString(), 10)).hasSize(1);
    }
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> new Bm25(-1, 0.4f, Terms.ENGLISH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k1 must be at least 0, but is -1.0");
    assertThatThrownBy(() -> new Bm25(0.9f, 1.5f, Terms.ENGLISH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("b must be in 0..1, but is 1.5");
  }
}
