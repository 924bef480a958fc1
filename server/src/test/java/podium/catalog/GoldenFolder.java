package podium.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Copies of tiny real models, and what can happen to them on disk.
final class GoldenFolder {

  /// What the reference says to [#QUESTION] with the golden model `bert`.
  static final float BERT_LOGIT = 1.5026795f;

  /// A request for that logit, with the model's name left open.
  static final String QUESTION =
      """
      {"model": "%s", "query": "panda", "documents": ["bear"], "raw_scores": true}
      """;

  private static final Path GOLDEN =
      Path.of("..", "core", "src", "test", "resources", "golden", "models");
  private static final String WEIGHTS = "model.safetensors";
  private static final Pattern BIAS =
      Pattern.compile("\"classifier.bias\":\\{[^}]*\"data_offsets\":\\[(\\d+),");

  private GoldenFolder() {}

  /// The files of a golden model, the smallest first.
  static List<Path> files(String golden) throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN.resolve(golden))) {
      return files.sorted(Comparator.comparingLong(file -> file.toFile().length())).toList();
    }
  }

  static Path copy(String golden, Path target) throws IOException {
    Files.createDirectories(target);
    for (Path file : files(golden)) {
      Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    return target;
  }

  /// The weights of `bert` with another bias of the classifier, which is added to every logit.
  static byte[] bertWithBias(float more) throws IOException {
    byte[] bytes = Files.readAllBytes(GOLDEN.resolve("bert").resolve(WEIGHTS));
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(buffer.getLong(0));
    Matcher bias = BIAS.matcher(new String(bytes, Long.BYTES, header, StandardCharsets.UTF_8));
    if (!bias.find()) {
      throw new IllegalStateException("bert has no classifier.bias");
    }
    int place = Long.BYTES + header + Integer.parseInt(bias.group(1));
    buffer.putFloat(place, buffer.getFloat(place) + more);
    return bytes;
  }

  /// Puts other weights in the place of those that are there, as those who know how do it.
  static void replaceWeights(Path folder, byte[] weights) throws IOException {
    Path other = Files.write(folder.resolve("model.new"), weights);
    Files.move(other, folder.resolve(WEIGHTS), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Writes over the weights that are there, as `cp` does.
  static void overwriteWeights(Path folder, byte[] weights) throws IOException {
    Files.write(folder.resolve(WEIGHTS), weights);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
