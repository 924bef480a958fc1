package podium.engine.onednn;

import podium.Precision;
import podium.engine.AttentionContract;
import podium.engine.Engine;

class OneDnnF32AttentionTest extends AttentionContract {

  @Override
  protected Engine open() {
    return OneDnnEngine.open(Precision.F32);
  }

  @Override
  protected double unit() {
    return 0x1p-23;
  }
}
