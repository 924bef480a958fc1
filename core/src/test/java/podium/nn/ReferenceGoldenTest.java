package podium.nn;

import podium.engine.Engine;
import podium.engine.ReferenceEngine;

/// The networks are right, whatever engines do.
class ReferenceGoldenTest extends GoldenContract {

  @Override
  protected Engine open() {
    return new ReferenceEngine();
  }
}
