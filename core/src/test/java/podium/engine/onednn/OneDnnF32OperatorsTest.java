package podium.engine.onednn;

import podium.Precision;
import podium.engine.Engine;
import podium.engine.OperatorsContract;

class OneDnnF32OperatorsTest extends OperatorsContract {

  @Override
  protected Engine open() {
    return OneDnnEngine.open(Precision.F32);
  }

  @Override
  protected double unit() {
    return 0x1p-23;
  }
}
