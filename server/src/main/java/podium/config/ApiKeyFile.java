package podium.config;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Keys from a file, and fixed ones. The file is looked at again at most once a second and read
/// again when it has changed, so that keys can be handed out and taken back without a restart. One
/// that has become unusable changes nothing: the keys that were there stay. Thread-safe.
public final class ApiKeyFile implements KeySource {

  private static final Logger LOG = System.getLogger(ApiKeyFile.class.getName());
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final String option;
  private final Path file;
  private final List<String> fixed;
  private final LongSupplier clock;
  private ApiKeys keys;
  private Optional<State> state;
  private long looked;

  /// What tells one content of a file from another without reading it.
  private record State(String fileKey, FileTime modified, long size) {}

  /// @param option that names the file, for complaints
  /// @param fixed keys that are not in the file
  /// @throws IllegalArgumentException if the file cannot be used, with a sentence for the operator
  public ApiKeyFile(String option, Path file, List<String> fixed) {
    this(option, file, fixed, System::nanoTime);
  }

  ApiKeyFile(String option, Path file, List<String> fixed, LongSupplier clock) {
    this.option = option;
    this.file = file;
    this.fixed = List.copyOf(fixed);
    this.clock = clock;
    this.looked = clock.getAsLong();
    this.state = state();
    this.keys = read();
  }

  private ApiKeys read() {
    List<String> all = new ArrayList<>(fixed);
    all.addAll(ApiKeys.read(option, file));
    return ApiKeys.of(all);
  }

  @Override
  public synchronized ApiKeys current() {
    if (clock.getAsLong() - looked >= PAUSE_NANOS) {
      looked = clock.getAsLong();
      refresh();
    }
    return keys;
  }

  private void refresh() {
    Optional<State> now = state();
    if (now.equals(state)) {
      return;
    }
    state = now;
    try {
      keys = read();
      LOG.log(Level.INFO, () -> "read the keys of %s again".formatted(option));
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, () -> "the keys stay as they are: " + e.getMessage());
    }
  }

  /// Empty if the file is not there.
  private Optional<State> state() {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new State(
              String.valueOf(attributes.fileKey()),
              attributes.lastModifiedTime(),
              attributes.size()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
