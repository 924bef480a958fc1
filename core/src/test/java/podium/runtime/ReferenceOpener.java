package podium.runtime;

import podium.Precision;
import podium.Reranker;
import podium.engine.ReferenceEngine;
import podium.nn.Families;

/// Opens models on the plain Java engine: slow, and right, in bf16 but for the rounding.
public final class ReferenceOpener {

  private ReferenceOpener() {}

  public static Reranker.Opener create() {
    return new ModelLoader(
        precision -> new ReferenceEngine(precision.orElse(Precision.F32)),
        new MemoryCheck(AvailableMemory.OF_THIS_MACHINE),
        Families.IN_ORDER);
  }
}
