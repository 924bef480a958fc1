package podium.doctor;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import podium.Content;
import podium.Image;
import podium.LengthLimits;
import podium.Precision;
import podium.RerankException;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.Scores;
import podium.bench.RandomCheckpoint;

/// Has a tiny model of each family score a few documents on this machine, from words to scores, and
/// compares them with what the plain Java engine of the tests said. A wrong kernel, a processor
/// that miscalculates or a broken library shows here.
///
/// @param opener opens the models
/// @param bf16 whether the machine is to show that it computes in bf16, too
record SelfTest(Reranker.Opener opener, boolean bf16) {

  /// As far as a raw score in f32 may be from the reference.
  private static final double TOLERANCE = 1e-4;

  /// As far as a score in bf16 may be: no less than twice what rounding alone does to each of the
  /// models, as docs/adr/0012 has it.
  static final double BF16_TOLERANCE = 5e-2;

  /// Wide enough for logits to depend on every weight.
  private static final float WIDTH = 0.25f;

  /// Of several families at the same time, since each is mostly preparation on one core.
  List<Finding> findings() {
    try {
      Path folder = Files.createTempDirectory("podium-doctor");
      try {
        return TinyModel.all().parallelStream().map(model -> finding(model, folder)).toList();
      } finally {
        delete(folder);
      }
    } catch (IOException | UncheckedIOException e) {
      return List.of(
          Finding.failed(
              "self-test",
              "the temporary folder cannot be used: " + e,
              "make room there, or name another with PODIUM_JAVA_OPTS=-Djava.io.tmpdir=DIR"));
    }
  }

  private Finding finding(TinyModel model, Path folder) {
    String subject = "self-test " + model.shape().name();
    try {
      double exact = distance(model, scores(model, folder, Precision.F32));
      if (!(exact <= TOLERANCE)) {
        return wrong(subject, "a raw score in f32", exact, TOLERANCE);
      }
      String equal = String.format(Locale.ROOT, "equal within %.1e", exact);
      if (!bf16) {
        return Finding.ok(subject, equal);
      }
      double rounded = distanceOfScores(model, scores(model, folder, Precision.BF16));
      return rounded <= BF16_TOLERANCE
          ? Finding.ok(subject, equal + String.format(Locale.ROOT, ", in bf16 %.1e", rounded))
          : wrong(subject, "a score in bf16", rounded, BF16_TOLERANCE);
    } catch (RerankException | LinkageError e) {
      return Finding.failed(
          subject, String.valueOf(e.getMessage()), "see the engine and the memory above");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Finding wrong(String subject, String what, double distance, double tolerance) {
    return Finding.failed(
        subject,
        String.format(
            Locale.ROOT, "%s is wrong by %.1e; at most %.0e is right", what, distance, tolerance),
        "do not trust scores of this family on this machine; please report it with all that podium doctor says");
  }

  /// The largest one of a raw score.
  private static double distance(TinyModel model, Scores scores) {
    return largest(i -> model.logits().get(i) - (double) scores.logit(i), scores.size());
  }

  /// The largest one of a score in 0..1.
  static double distanceOfScores(TinyModel model, Scores scores) {
    return largest(
        i -> scores.kind().relevance(model.logits().get(i)) - (double) scores.score(i),
        scores.size());
  }

  private static double largest(IntToDoubleFunction difference, int count) {
    return IntStream.range(0, count).mapToDouble(difference).map(Math::abs).max().orElseThrow();
  }

  /// What the model says of the documents.
  ///
  /// @param folder where it is written
  Scores scores(TinyModel model, Path folder, Precision precision) throws IOException {
    Path directory = folder.resolve(model.shape().name());
    RandomCheckpoint.write(model.shape(), directory, WIDTH);
    try (Reranker reranker =
        opener.open(directory, RerankerOptions.DEFAULT.withPrecision(precision))) {
      return reranker.score(request(reranker.info().takesImages()));
    }
  }

  /// Documents of different lengths, so that packing and masks count.
  private static RerankRequest request(boolean withImage) {
    List<Content> documents =
        new ArrayList<>(List.of(words(20, 1), words(30, 7), words(40, 40), words(14, 19)));
    if (withImage) {
      documents.add(Content.of(gradient(), "w33 w34"));
    }
    return new RerankRequest(words(50, 5), documents, LengthLimits.NONE, RerankRequest.NO_TIMEOUT);
  }

  /// `count` words of the tiny vocabulary, the first of which is number `from`.
  private static Content words(int from, int count) {
    return Content.of(
        IntStream.range(0, count)
            .mapToObj(i -> "w" + (14 + (from + 7 * i) % 50))
            .collect(Collectors.joining(" ")));
  }

  private static Image gradient() {
    int side = 64;
    var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < side * side; pixel++) {
      int x = pixel % side;
      int y = pixel / side;
      image.setRGB(x, y, ((4 * x) << 16) | ((4 * y) << 8) | ((x * y) & 0xff));
    }
    var file = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", file);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return Image.of(file.toByteArray());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
