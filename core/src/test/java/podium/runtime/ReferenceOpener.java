package podium.runtime;

import podium.Reranker;
import podium.engine.ReferenceEngine;
import podium.nn.Families;

/// Opens models on the plain Java engine: slow, and right.
public final class ReferenceOpener {

  private ReferenceOpener() {}

  public static Reranker.Opener create() {
    return new ModelLoader(
        _ -> new ReferenceEngine(),
        new MemoryCheck(AvailableMemory.OF_THIS_MACHINE),
        Families.IN_ORDER);
  }
}
