package podium.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import podium.RerankException.ModelUnavailable;

/// The small model inside our jar, served when there is no other. It ranks English everyday
/// questions sensibly and is meant for first steps only: see `docs/podium-tiny.md`.
public final class EmbeddedModel {

  /// Under which it is served.
  public static final String NAME = "podium-tiny";

  private static final String RESOURCES = "/podium/tiny/";

  /// Lists the model's files, one `SHA-256 bytes name` a line.
  private static final String LISTING = "FILES";

  private EmbeddedModel() {}

  /// The model as a directory, which is made on first use: below `$XDG_CACHE_HOME` or `~/.cache`,
  /// or, where that cannot be written, in a temporary directory that goes when the JVM ends.
  ///
  /// @throws ModelUnavailable if neither can be written
  public static Path directory() {
    try {
      return directoryIn(CacheFolder.ofUser());
    } catch (IOException _) {
      return temporaryDirectory();
    }
  }

  private static Path temporaryDirectory() {
    try {
      return directoryIn(CacheFolder.temporary());
    } catch (IOException e) {
      throw new ModelUnavailable(
          "%s cannot be unpacked, neither in the user's cache nor in %s: %s"
              .formatted(NAME, System.getProperty("java.io.tmpdir"), e));
    }
  }

  /// The model in `cache`. Files that are there are kept if they have the right size, others are
  /// put in their place whole, so that several processes may do this at once.
  static Path directoryIn(Path cache) throws IOException {
    byte[] listing = listing();
    Path directory = cache.resolve(key(listing)).resolve(NAME);
    Files.createDirectories(directory);
    for (Entry entry : Entry.parse(listing)) {
      Path file = directory.resolve(entry.name());
      if (!Files.isRegularFile(file) || Files.size(file) != entry.bytes()) {
        unpack(entry, file);
      }
    }
    return directory;
  }

  private static void unpack(Entry entry, Path file) throws IOException {
    Path unfinished = Files.createTempFile(file.getParent(), entry.name(), ".unfinished");
    try (InputStream source = resource(entry.name())) {
      Files.copy(source, unfinished, StandardCopyOption.REPLACE_EXISTING);
      if (Files.size(unfinished) != entry.bytes()) {
        throw new IOException("%s came out with a wrong size".formatted(entry.name()));
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /// Names the content, so that another version of the model gets another directory.
  private static String key(byte[] listing) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(listing);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static byte[] listing() throws IOException {
    try (InputStream source = resource(LISTING)) {
      return source.readAllBytes();
    }
  }

  static InputStream resource(String name) throws IOException {
    InputStream source = EmbeddedModel.class.getResourceAsStream(RESOURCES + name);
    if (source == null) {
      throw new FileNotFoundException("podium-core has no resource " + RESOURCES + name);
    }
    return source;
  }

  /// A line of the listing.
  record Entry(String sha256, long bytes, String name) {

    static List<Entry> parse(byte[] listing) {
      return new String(listing, StandardCharsets.UTF_8).lines().map(Entry::parse).toList();
    }

    private static Entry parse(String line) {
      String[] cells = line.split(" ", 3);
      return new Entry(cells[0], Long.parseLong(cells[1]), cells[2]);
    }
  }
}
