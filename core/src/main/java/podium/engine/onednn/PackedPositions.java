package podium.engine.onednn;

import podium.engine.Engine;

/// Rows for relative positions, dense, in the precision that attention computes in.
record PackedPositions(int rows, int columns, Element element, NativeBuffer buffer)
    implements Engine.Positions {

  long rowBytes() {
    return (long) columns * element.bytes();
  }
}
