package podium.model;

import java.nio.file.Path;

/// What a scan says of one folder: a model that can be loaded, or the reason why there is none.
public sealed interface Listing {

  /// `org/name` or `name`: the folder relative to where the scan began.
  String name();

  Path path();

  /// A model that can be loaded.
  ///
  /// @param weightBytes bytes of its tensors on disk
  /// @param weightType how most of them are stored: `f32`, `f16`, `bf16` or `packed`
  /// @param maxLength longest pair in tokens, special tokens included
  record Found(
      String name,
      Path path,
      Recognition recognition,
      long weightBytes,
      String weightType,
      int maxLength)
      implements Listing {}

  /// A folder that looks like a model but cannot be used.
  ///
  /// @param reason one sentence
  /// @param incomplete whether it is about to become one, as far as one can see
  record Rejected(String name, Path path, String reason, boolean incomplete) implements Listing {

    /// One that is broken.
    public Rejected(String name, Path path, String reason) {
      this(name, path, reason, false);
    }

    static Rejected incomplete(String name, Path path, String reason) {
      return new Rejected(name, path, reason, true);
    }
  }
}
