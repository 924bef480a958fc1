package podium.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;

/// The `precompiled_charsmap` of SentencePiece's normalizer: a double-array trie from byte sequences
/// to positions in a blob of NUL-terminated UTF-8 strings. In memory, little-endian:
///
///     uint32 size of the trie in bytes · trie, uint32 units · strings
///
/// Unit layout and search as in SentencePiece's `darts.h` (Darts-clone).
final class Charsmap {

  private final IntBuffer units;
  private final ByteBuffer strings;

  private Charsmap(IntBuffer units, ByteBuffer strings) {
    this.units = units;
    this.strings = strings;
  }

  /// Whether searching the map for any bytes stays inside it and gives well-formed strings.
  static boolean isSound(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return Base64.getEncoder().encodeToString(bytes).equals(base64) && isSound(bytes);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isSound(byte[] bytes) {
    ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long size = content.remaining() < 4 ? -1 : Integer.toUnsignedLong(content.getInt());
    if (size < 4 || size % 4 != 0 || size > content.remaining()) {
      return false;
    }
    ByteBuffer trie = content.slice(4, (int) size).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer strings = content.slice(4 + (int) size, content.remaining() - (int) size);
    return isUtf8(strings) && new Charsmap(trie.asIntBuffer(), strings).isClosed();
  }

  private static boolean isUtf8(ByteBuffer strings) {
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(strings.duplicate());
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /// Walks through all nodes that a search can reach.
  private boolean isClosed() {
    BitSet seen = new BitSet(units.limit());
    Deque<Integer> nodes = new ArrayDeque<>();
    nodes.add(offset(units.get(0)));
    while (!nodes.isEmpty()) {
      int node = nodes.remove();
      if ((node | 0xFF) >= units.limit()) {
        return false;
      }
      if (!seen.get(node)) {
        seen.set(node);
        if (!addChildren(node, nodes)) {
          return false;
        }
      }
    }
    return true;
  }

  /// False if one of them has a string that is none.
  private boolean addChildren(int node, Deque<Integer> nodes) {
    for (int label = 1; label < 256; label++) {
      int unit = units.get(node ^ label);
      if (label(unit) == label) {
        int child = node ^ label ^ offset(unit);
        if (hasLeaf(unit) && !pointsToString(child)) {
          return false;
        }
        nodes.add(child);
      }
    }
    return true;
  }

  private boolean pointsToString(int leaf) {
    if (leaf >= units.limit()) {
      return false;
    }
    int position = units.get(leaf) & Integer.MAX_VALUE;
    boolean continuesCharacter =
        position < strings.limit() && (strings.get(position) & 0xC0) == 0x80;
    return position <= strings.limit() && !continuesCharacter;
  }

  private static boolean hasLeaf(int unit) {
    return (unit >>> 8 & 1) == 1;
  }

  private static int label(int unit) {
    return unit & (1 << 31 | 0xFF);
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }
}
