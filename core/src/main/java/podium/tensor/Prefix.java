package podium.tensor;

import java.util.ArrayList;
import java.util.List;

/// The tokens with which all sequences of one request begin: system prompt, instruction and query.
/// What a causal network makes of them does not depend on what follows, so that their keys and
/// values are computed once, together with the first sequences that need them, and kept here for
/// the others.
///
/// One batch takes the prefix ([#take]) and keeps its layers one by one; other batches, on other
/// threads, follow a layer behind and wait where they must. Equal only to itself. Thread-safe.
public final class Prefix implements AutoCloseable {

  private final int[] ids;
  private final List<PlacedPicture> pictures;

  /// All below is guarded by this object's monitor.
  private final List<Memory> layers = new ArrayList<>();

  private boolean taken;
  private boolean ended;
  private boolean closed;

  /// What an engine keeps of one layer, in memory of its own.
  public interface Memory extends AutoCloseable {
    @Override
    void close();
  }

  /// @param ids at least one
  public Prefix(int[] ids) {
    this(ids, List.of());
  }

  /// @param ids at least one
  /// @param pictures in the order of their places
  public Prefix(int[] ids, List<PlacedPicture> pictures) {
    if (ids.length == 0) {
      throw new IllegalArgumentException("a prefix needs a token");
    }
    this.ids = ids.clone();
    this.pictures = List.copyOf(pictures);
  }

  public int length() {
    return ids.length;
  }

  public int[] ids() {
    return ids.clone();
  }

  /// What it shows, in the order of their places.
  public List<PlacedPicture> pictures() {
    return pictures;
  }

  /// True once: whoever is told so must compute it, and say [#end] whether that worked or not.
  public synchronized boolean take() {
    boolean first = !taken;
    taken = true;
    return first;
  }

  /// Whether somebody computes it or has done so.
  public synchronized boolean isTaken() {
    return taken;
  }

  /// Keeps the memory of a layer; [#close] closes it.
  ///
  /// @param layer counted from 0, in order
  public synchronized void keep(int layer, Memory memory) {
    if (closed || layer != layers.size()) {
      memory.close();
      throw new IllegalStateException(
          "layer %d cannot be kept behind %d others%s. This is a bug."
              .formatted(layer, layers.size(), closed ? " of a closed prefix" : ""));
    }
    layers.add(memory);
    notifyAll();
  }

  /// The memory of a layer. Waits until it is kept.
  ///
  /// @throws IllegalStateException if the batch that took it ended without
  public synchronized Memory at(int layer) {
    boolean interrupted = false;
    while (layers.size() <= layer && !ended && !closed) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (closed || layers.size() <= layer) {
      throw new IllegalStateException("the batch that was to compute the shared prefix failed");
    }
    return layers.get(layer);
  }

  /// Nothing more will be kept.
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  /// Frees the memory of all layers, which nobody may be using.
  @Override
  public synchronized void close() {
    closed = true;
    layers.forEach(Memory::close);
    layers.clear();
    notifyAll();
  }
}
