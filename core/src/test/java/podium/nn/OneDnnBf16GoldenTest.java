package podium.nn;

import podium.Precision;
import podium.engine.Engine;
import podium.engine.onednn.OneDnnEngine;

class OneDnnBf16GoldenTest extends GoldenContract {

  @Override
  protected Engine open() {
    return OneDnnEngine.open(Precision.BF16);
  }
}
