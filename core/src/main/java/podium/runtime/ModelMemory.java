package podium.runtime;

import podium.Precision;
import podium.RerankerOptions;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.nn.Families;
import podium.nn.Network;
import podium.nn.NetworkFamily;
import podium.nn.ShapeEngine;

/// What one running model takes of the machine's memory, in bytes, estimated from the shapes of its
/// tensors before anything of it is loaded. `docs/adr/0021-memory.md` compares it with what was
/// measured.
///
/// Sequences that are longer than a batch need larger workspaces for as long as they run and some
/// batches after; that is not counted.
///
/// @param weights linear layers at the precision of the computation, all else in f32
/// @param tables embedding tables, which stay in their files: as much of each as is mapped at once
/// @param vocabulary of the tokenizer
/// @param workspaces what workers compute in, and their compiled kernels
/// @param prefixes keys and values of the prefixes that requests share
record ModelMemory(long weights, long tables, long vocabulary, long workspaces, long prefixes) {

  /// Weights are laid out in blocks, which leaves a little unused.
  private static final double LAYOUT = 1.05;

  /// Most that the engine keeps mapped of one table.
  private static final long MAPPED_OF_A_TABLE = 64 << 20;

  /// Two tokenizers are made of each vocabulary, one of them without special tokens.
  private static final long BYTES_PER_PIECE = 600;

  /// Matrices as wide as the widest layer that are alive at once.
  private static final long WIDE_MATRICES = 3;

  /// Compiled kernels, scores of attention, and what the C library keeps for a thread.
  private static final long BYTES_PER_WORKER = 32 << 20;

  /// For keys and values of the prefixes of all requests that are waiting or running.
  /// Qwen3-Reranker 0.6B needs 115 kB per token in bf16, so that twenty requests of 100 tokens can
  /// share.
  static final long PREFIX_BYTES = 256 << 20;

  /// Also checks every tensor of the model, reading no weights.
  ///
  /// @throws podium.RerankException.ModelUnavailable saying which tensor is wrong
  static ModelMemory of(
      ModelDirectory model, Recognition recognition, Precision precision, RerankerOptions options) {
    return of(model, recognition, Families.of(recognition), precision, options);
  }

  /// The same of a family that need not be one of [Families#IN_ORDER].
  static ModelMemory of(
      ModelDirectory model,
      Recognition recognition,
      NetworkFamily family,
      Precision precision,
      RerankerOptions options) {
    var shapes = new ShapeEngine();
    Network network = family.load(model, shapes);
    boolean sharing = options.sharePrefixes() && network.keptPerPrefixToken() > 0;
    return new ModelMemory(
        (long) (LAYOUT * shapes.bytes(precision)),
        shapes.tableBytes(MAPPED_OF_A_TABLE),
        BYTES_PER_PIECE * SequenceEncoders.vocabulary(model.config()),
        Threading.of(options, recognition.template()).workers()
            * workspace(shapes, network.rowsAtOnce(options.batchTokens())),
        sharing ? PREFIX_BYTES : 0);
  }

  private static long workspace(ShapeEngine shapes, int rows) {
    long row = WIDE_MATRICES * shapes.widestRow() * Float.BYTES;
    return row * rows + BYTES_PER_WORKER;
  }

  long total() {
    return weights + tables + vocabulary + workspaces + prefixes;
  }
}
