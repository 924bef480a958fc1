package podium.engine.onednn;

/// Where the keys and values lie that a sequence sees, one row per token.
///
/// @param firstKey address
/// @param keyStride elements from one key to the next
/// @param firstValue address
/// @param valueStride elements from one value to the next
record KeyRows(Element element, long firstKey, int keyStride, long firstValue, int valueStride) {

  /// The address of an element of key `row`.
  long key(int row, int column) {
    return firstKey + ((long) row * keyStride + column) * element.bytes();
  }

  /// The address of an element of value `row`.
  long value(int row, int column) {
    return firstValue + ((long) row * valueStride + column) * element.bytes();
  }
}
