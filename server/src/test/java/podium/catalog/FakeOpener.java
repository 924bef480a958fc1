package podium.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import podium.Reranker;
import podium.RerankerOptions;

/// Opens models that take as much memory as they are said to, and knows which are open.
final class FakeOpener implements Reranker.Opener {

  private final Map<String, Long> sizes;

  /// Each model that was opened, in order, by the name of its folder.
  final List<String> opened = new CopyOnWriteArrayList<>();

  private final Map<String, FakeReranker> latest = new ConcurrentHashMap<>();

  /// What was opened last under that name.
  FakeReranker latest(String name) {
    return Objects.requireNonNull(latest.get(name));
  }

  FakeOpener(Map<String, Long> sizes) {
    this.sizes = sizes;
  }

  @Override
  public long memory(Path directory, RerankerOptions options) {
    return sizes.getOrDefault(name(directory), 0L);
  }

  @Override
  public Reranker open(Path directory, RerankerOptions options) {
    var reranker = new FakeReranker();
    opened.add(name(directory));
    latest.put(name(directory), reranker);
    return reranker;
  }

  private static String name(Path directory) {
    return String.valueOf(directory.getFileName());
  }
}
