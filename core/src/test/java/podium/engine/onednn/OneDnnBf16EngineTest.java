package podium.engine.onednn;

import podium.Precision;
import podium.engine.Engine;
import podium.engine.EngineContract;

class OneDnnBf16EngineTest extends EngineContract {

  @Override
  protected Engine open() {
    return OneDnnEngine.open(Precision.BF16);
  }

  @Override
  protected float tolerance() {
    return 6e-2f;
  }
}
