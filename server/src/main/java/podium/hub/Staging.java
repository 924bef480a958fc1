package podium.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import podium.hub.HubException.Refused;

/// Where a model comes together, unseen, and from where it goes to its place as a whole:
///
/// | path | holds |
/// |---|---|
/// | `MODELS/org/name` | the model, once it is complete |
/// | `MODELS/org/.name.pull/tree` | what of it is here; becomes the model's folder by one rename |
/// | `MODELS/org/.name.pull/probe` | what [Servable] looks at |
/// | `MODELS/org/.name.pull/old` | the model's folder as it was, for a moment |
/// | `MODELS/.locks/org--name` | locked by the process that is at it; stays, empty |
///
/// Listings of models leave out whatever begins with a dot. Owned by the process that has the lock,
/// until closed.
final class Staging implements AutoCloseable {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final Path target;
  private final Path hidden;
  private final FileChannel channel;

  private Staging(Path target, Path hidden, FileChannel channel) {
    this.target = target;
    this.hidden = hidden;
    this.channel = channel;
  }

  /// Where the model `name` belongs.
  static Path target(Path models, HubName name) {
    return models.resolve(name.org()).resolve(name.name());
  }

  /// Waits until no other process is at the same model.
  @SuppressWarnings("MustBeClosedChecker") // closed by close()
  static Staging enter(Path models, HubName name, Progress progress)
      throws Refused, InterruptedException {
    Path target = target(models, name);
    Path hidden = target.resolveSibling(".%s.pull".formatted(name.name()));
    Path lock = models.resolve(".locks").resolve(name.org() + "--" + name.name());
    try {
      Files.createDirectories(models);
      Files.createDirectories(lock.resolveSibling(""));
      FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        lock(channel, name, progress);
        Files.createDirectories(hidden.resolve("tree"));
        return new Staging(target, hidden, channel);
      } catch (IOException | RuntimeException | InterruptedException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unwritable(models, e);
    }
  }

  private static void lock(FileChannel channel, HubName name, Progress progress)
      throws IOException, InterruptedException {
    boolean told = false;
    while (tryLock(channel) == null) {
      if (!told) {
        progress.say("another process is getting %s; waiting for it".formatted(name.id()));
        told = true;
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  /// Null while it is taken.
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // by this very process
    }
  }

  Path target() {
    return target;
  }

  /// Where files are gathered.
  Path tree() {
    return hidden.resolve("tree");
  }

  /// An empty folder that is called like the model.
  Path probe() throws Refused {
    try {
      delete(hidden.resolve("probe"));
      Path fileName = target.getFileName();
      return Files.createDirectories(hidden.resolve("probe").resolve(String.valueOf(fileName)));
    } catch (IOException e) {
      throw unwritable(hidden, e);
    }
  }

  /// Refuses if the disk has no room for `bytes` more.
  void checkRoom(long bytes) throws Refused {
    try {
      long room = Files.getFileStore(hidden).getUsableSpace();
      if (room < bytes) {
        throw new Refused(
            "%s has room for %d MB, but %d MB are needed; make room, or choose another folder with --models"
                .formatted(hidden.getParent(), room / 1_000_000, bytes / 1_000_000 + 1));
      }
    } catch (IOException e) {
      throw unwritable(hidden, e);
    }
  }

  /// Takes what is the same as in the model's folder as it is now.
  void reuse(Optional<PullRecord> record, List<RemoteFile> files) throws Refused {
    try {
      for (RemoteFile file : files) {
        Path place = tree().resolve(file.path());
        if (record.filter(r -> r.has(file)).isPresent() && Files.notExists(place)) {
          Files.createDirectories(place.toAbsolutePath().getParent());
          linkOrCopy(target.resolve(file.path()), place);
        }
      }
    } catch (IOException e) {
      throw unwritable(hidden, e);
    }
  }

  /// Puts the model into its place: whoever looks sees either what was there before or all of the
  /// new one. Where another one was, there is a moment with none.
  void publish(PullRecord record) throws Refused {
    try {
      removeStrays(record);
      record.write(tree());
      try (Stream<Path> all = Files.walk(tree())) {
        for (Path path : all.toList()) {
          sync(path);
        }
      }
      Path old = hidden.resolve("old");
      delete(old);
      if (Files.exists(target)) {
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(tree(), target, StandardCopyOption.ATOMIC_MOVE);
      sync(target.resolveSibling(""));
      delete(hidden);
    } catch (UncheckedIOException e) { // from walking
      throw unwritable(target, new IOException(e));
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /// What an earlier attempt at another commit left is no part of this one.
  private void removeStrays(PullRecord record) throws IOException {
    Set<Path> wanted = new HashSet<>();
    record.files().keySet().forEach(path -> wanted.add(tree().resolve(path)));
    try (Stream<Path> all = Files.walk(tree())) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        boolean holdsWanted = wanted.stream().anyMatch(file -> file.startsWith(path));
        if (!holdsWanted) {
          Files.delete(path);
        }
      }
    }
  }

  /// Makes sure that it outlasts a power failure. Not all systems do this for folders.
  private static void sync(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    try (FileChannel channel =
        FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      if (!folder) {
        throw e;
      }
    }
  }

  static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (UnsupportedOperationException | FileSystemException e) {
      if (e instanceof FileAlreadyExistsException exists) {
        throw exists;
      }
      Files.copy(from, to);
    }
  }

  /// Leaves the model as it is, but notes that it is of another revision too, and deletes what an
  /// earlier attempt may have left.
  void note(PullRecord before, PullRecord now) throws Refused {
    try {
      if (!before.revision().equals(now.revision())) {
        now.write(target);
      }
      delete(hidden);
    } catch (IOException e) {
      throw unwritable(hidden, e);
    }
  }

  /// Deletes what was gathered, which nobody will ask for again.
  void discard() throws Refused {
    try {
      delete(hidden);
      Files.deleteIfExists(target.resolveSibling(""));
    } catch (DirectoryNotEmptyException _) {
      // other models of the same organisation
    } catch (IOException e) {
      throw unwritable(hidden, e);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  static Refused unwritable(Path path, IOException cause) {
    String reason =
        cause instanceof FileSystemException e && e.getReason() != null
            ? e.getReason()
            : cause.getClass().getSimpleName().replaceFirst("Exception$", "")
                + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    return new Refused("%s cannot be written: %s".formatted(path, reason), cause);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // the lock goes with the process at the latest
    }
  }
}
