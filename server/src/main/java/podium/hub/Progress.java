package podium.hub;

/// Hears what happens while a model is got. Called from several threads.
public interface Progress {

  /// Something that a person waiting wants to know, in one sentence.
  void say(String sentence);

  /// A file begins to come.
  ///
  /// @param size in bytes
  Track track(String file, long size);

  /// Hears of one file.
  interface Track extends AutoCloseable {

    /// How much of it is here. May go back, when a file has to begin anew.
    void at(long bytes);

    /// No more of it comes.
    @Override
    void close();
  }
}
