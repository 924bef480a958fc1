package podium.nn;

import podium.Precision;
import podium.engine.Engine;
import podium.engine.onednn.OneDnnEngine;

class OneDnnF32GoldenTest extends ThreadedGoldenContract {

  @Override
  protected Engine open() {
    return OneDnnEngine.open(Precision.F32);
  }
}
