package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.Ranking;
import podium.Reranker;

class EmbeddedModelTest {

  @TempDir Path cache;

  @Test
  void isOpenedByTheFrontDoor() {
    try (Reranker reranker = Reranker.openEmbedded()) {
      Ranking ranking =
          reranker.rank(
              "What is the capital of France?",
              List.of("Berlin is the capital of Germany.", "Paris is the capital of France."));

      assertThat(ranking.entries().getFirst().index()).isEqualTo(1);
    }
  }

  @Test
  void itsListingIsTrue() throws Exception {
    for (var entry : EmbeddedModel.Entry.parse(EmbeddedModel.listing())) {
      try (var source = EmbeddedModel.resource(entry.name())) {
        byte[] content = source.readAllBytes();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);

        assertThat(content).as(entry.name()).hasSize((int) entry.bytes());
        assertThat(HexFormat.of().formatHex(hash)).as(entry.name()).isEqualTo(entry.sha256());
      }
    }
  }

  @Test
  void isUnpackedWhole() throws IOException {
    Path directory = EmbeddedModel.directoryIn(cache);

    assertThat(directory.getFileName()).hasToString("podium-tiny");
    assertThat(names(directory))
        .containsExactlyInAnyOrder(
            "config.json",
            "config_sentence_transformers.json",
            "model.safetensors",
            "modules.json",
            "sentence_bert_config.json",
            "special_tokens_map.json",
            "tokenizer.json",
            "tokenizer_config.json");
  }

  @Test
  void isUnpackedOnlyOnce() throws IOException {
    Path weights = EmbeddedModel.directoryIn(cache).resolve("model.safetensors");
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(weights, old);

    EmbeddedModel.directoryIn(cache);

    assertThat(Files.getLastModifiedTime(weights)).isEqualTo(old);
  }

  @Test
  void aFileCutShortIsReplaced() throws IOException {
    Path weights = EmbeddedModel.directoryIn(cache).resolve("model.safetensors");
    Files.write(weights, new byte[100]);

    EmbeddedModel.directoryIn(cache);

    assertThat(weights).hasSize(9_066_186);
  }

  @Test
  void severalMayUnpackItAtOnce() throws Exception {
    List<FutureTask<Path>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(new FutureTask<>(() -> EmbeddedModel.directoryIn(cache)));
      Thread.startVirtualThread(tasks.getLast());
    }

    for (var task : tasks) {
      assertThat(task.get(20, TimeUnit.SECONDS)).isDirectory();
    }
    assertThat(names(EmbeddedModel.directoryIn(cache))).hasSize(8);
  }

  @Test
  void theCacheFollowsTheEnvironment() throws IOException {
    Path folder = CacheFolder.ofUser(Map.of("XDG_CACHE_HOME", cache.toString()), home(cache));

    assertThat(folder).isEqualTo(cache.resolve("podium")).isDirectory();
  }

  @Test
  void theCacheIsInTheHomeDirectoryOtherwise() throws IOException {
    Path expected = cache.resolve(".cache").resolve("podium");

    assertThat(CacheFolder.ofUser(Map.of(), home(cache))).isEqualTo(expected).isDirectory();
    assertThat(CacheFolder.ofUser(Map.of("XDG_CACHE_HOME", "relative"), home(cache)))
        .isEqualTo(expected);
  }

  @Test
  void aUserWithoutHomeHasNoCache() {
    assertThatThrownBy(() -> CacheFolder.ofUser(Map.of(), home(Path.of("?"))))
        .isInstanceOf(FileSystemException.class);
  }

  private static Properties home(Path home) {
    var properties = new Properties();
    properties.setProperty("user.home", home.toString());
    return properties;
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
