package podium.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.Load;
import podium.Load.Fill;
import podium.Load.Saved;
import podium.catalog.FakeReranker;

class ScoringProgressTest {

  /// Has computed two documents, and knew a third.
  private static final class HalfWay extends FakeReranker {
    @Override
    public Load load() {
      var fill = new Fill(Collections.nCopies(Fill.STEPS + 1, 0L), 0);
      return new Load(1, 10, 0, 0, 1, 2, 20, Duration.ofSeconds(1), fill, new Saved(0, 1, 2, 1));
    }
  }

  /// What is watched until standard input ends. The bar goes to the process's own standard error.
  public static void main(String[] args) throws Exception {
    try (var _ = ScoringProgress.of(new HalfWay(), 4)) {
      var _ = System.in.readAllBytes();
    }
  }

  @Test
  @Timeout(60)
  void showsHowManyDocumentsAreDone() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ScoringProgressTest.class.getName())
            .redirectErrorStream(true)
            .start();

    assertThat(readUntil(process.getInputStream(), "3/4 documents")).contains("scoring", "75%");
    process.getOutputStream().close();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
  }

  private static String readUntil(InputStream in, String end) throws Exception {
    var text = new StringBuilder();
    int next = in.read();
    while (next >= 0 && text.indexOf(end) < 0) {
      text.append((char) next);
      next = in.read();
    }
    return text.toString();
  }
}
