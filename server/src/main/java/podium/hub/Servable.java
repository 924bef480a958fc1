package podium.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import podium.RerankException.ModelUnavailable;
import podium.hub.HubException.Refused;
import podium.model.Listing;
import podium.model.ModelDirectory;
import podium.model.ModelFolders;
import podium.nn.Families;

/// Finds out whether a model can be served before its weights are here: from its small files and
/// the headers of its weights, which a file of the right length with nothing behind its header
/// stands for. What looks at them is what looks at every model, so that both say the same.
final class Servable {

  /// Most headers are shorter.
  static final long FIRST_BYTES = 1 << 16;

  /// Longer ones are refused anyway.
  private static final long LONGEST_HEADER = 100_000_000;

  private Servable() {}

  /// How much of a file of weights is needed to read its header.
  ///
  /// @param begun the file, with at least [#FIRST_BYTES] of it if it is that long
  static long headerBytes(Path begun) throws IOException {
    try (InputStream in = Files.newInputStream(begun)) {
      byte[] first = in.readNBytes(Long.BYTES);
      if (first.length < Long.BYTES) {
        return first.length;
      }
      long length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
      return length < 0 || length > LONGEST_HEADER ? Long.BYTES : Long.BYTES + length;
    }
  }

  /// Puts a whole file into `folder`.
  static void whole(Path file, Path place) throws IOException {
    Files.createDirectories(place.toAbsolutePath().getParent());
    Staging.linkOrCopy(file, place);
  }

  /// Puts a file into its place of which there is only the header.
  static void hollow(Path begun, long header, long size, Path place) throws IOException {
    Files.createDirectories(place.toAbsolutePath().getParent());
    try (InputStream in = Files.newInputStream(begun);
        var out = new RandomAccessFile(place.toFile(), "rw")) {
      out.write(in.readNBytes(Math.toIntExact(Math.min(header, size))));
      out.setLength(size);
    }
  }

  /// Looks at the model in `folder`.
  ///
  /// @throws Refused if it cannot be served, with the reason
  static void check(HubName name, Path folder) throws Refused {
    switch (ModelFolders.inspect(name.id(), folder, Families.IN_ORDER)) {
      case Listing.Rejected rejected -> throw refusal(name, rejected.reason());
      case Listing.Found found -> {
        try (ModelDirectory model = ModelDirectory.open(folder)) {
          Families.of(found.recognition()).check(model);
        } catch (ModelUnavailable e) {
          throw refusal(name, String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private static Refused refusal(HubName name, String reason) {
    return new Refused("%s cannot be served: %s".formatted(name, reason));
  }
}
