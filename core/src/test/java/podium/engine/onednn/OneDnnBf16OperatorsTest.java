package podium.engine.onednn;

import podium.Precision;
import podium.engine.Engine;
import podium.engine.OperatorsContract;

class OneDnnBf16OperatorsTest extends OperatorsContract {

  @Override
  protected Engine open() {
    return OneDnnEngine.open(Precision.BF16);
  }

  @Override
  protected double unit() {
    return 0x1p-7;
  }
}
