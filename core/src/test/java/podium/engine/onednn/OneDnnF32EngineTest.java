package podium.engine.onednn;

import podium.Precision;
import podium.engine.Engine;
import podium.engine.EngineContract;

class OneDnnF32EngineTest extends EngineContract {

  @Override
  protected Engine open() {
    return OneDnnEngine.open(Precision.F32);
  }

  @Override
  protected float tolerance() {
    return 1e-4f;
  }
}
