package podium.eval;

/// Is told how far a long step has come.
public interface Progress {

  /// For steps that nobody watches.
  Progress UNSEEN = _ -> {};

  /// Called now and then, with rising numbers.
  ///
  /// @param done bytes of a file, or queries
  void at(long done);
}
