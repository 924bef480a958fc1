package podium.text;

import java.util.Arrays;

/// Byte strings with numbers, to be followed byte by byte from the root.
///
/// All edges are in one hash table of 8 bytes an entry: a vocabulary of 250 000 pieces takes 20 MB.
final class PieceTrie {

  static final int ROOT = 0;

  /// No such node, or no piece.
  static final int NONE = -1;

  private static final int CHILD_BITS = 24;
  private static final long CHILD_MASK = (1L << CHILD_BITS) - 1;
  private static final int SMALLEST = 1 << 10;

  /// 2^64 over the golden ratio: its products differ in their first bits (Knuth, volume 3, 6.4).
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /// `(node, byte, child)` in 24, 8 and 24 bits. 0 is an empty place: the root is nobody's child.
  private long[] edges = new long[SMALLEST];

  private int[] numbers = new int[SMALLEST];
  private int nodes = 1;

  PieceTrie() {
    Arrays.fill(numbers, NONE);
  }

  /// Gives `piece` a number, in place of the one it had.
  ///
  /// @param piece not empty
  /// @throws IllegalArgumentException if all pieces together have more than 16 million bytes
  void put(byte[] piece, int number) {
    int node = ROOT;
    for (byte b : piece) {
      int child = child(node, b);
      node = child == NONE ? grow(node, b) : child;
    }
    numbers[node] = number;
  }

  /// The node behind `node` for the next byte, or [#NONE] if no piece goes on so.
  int child(int node, byte next) {
    long key = key(node, next);
    long edge = edges[place(key)];
    return edge == 0 ? NONE : (int) (edge & CHILD_MASK);
  }

  /// The number of the piece that ends in `node`, or [#NONE].
  int number(int node) {
    return numbers[node];
  }

  private int grow(int node, byte next) {
    if (nodes > CHILD_MASK) {
      throw new IllegalArgumentException("the vocabulary is larger than 16 MB");
    }
    if (nodes * 4L > edges.length * 3L) {
      rehash();
    }
    if (nodes == numbers.length) {
      numbers = Arrays.copyOf(numbers, nodes * 2);
      Arrays.fill(numbers, nodes, nodes * 2, NONE);
    }
    long key = key(node, next);
    edges[place(key)] = (key << CHILD_BITS) | nodes;
    return nodes++;
  }

  private void rehash() {
    long[] old = edges;
    edges = new long[old.length * 2];
    for (long edge : old) {
      if (edge != 0) {
        edges[place(edge >>> CHILD_BITS)] = edge;
      }
    }
  }

  private static long key(int node, byte next) {
    return ((long) node << Byte.SIZE) | Byte.toUnsignedInt(next);
  }

  /// Where the edge with this key is, or the empty place where it would be.
  private int place(long key) {
    int mask = edges.length - 1;
    int place = (int) ((key * SPREAD) >>> Long.numberOfLeadingZeros(mask));
    while (edges[place] != 0 && edges[place] >>> CHILD_BITS != key) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
