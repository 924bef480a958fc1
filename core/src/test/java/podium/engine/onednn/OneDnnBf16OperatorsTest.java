package podium.engine.onednn;

import org.junit.jupiter.api.condition.EnabledIf;
import podium.Precision;
import podium.engine.Engine;
import podium.engine.OperatorsContract;

@EnabledIf(
    value = "podium.engine.onednn.OneDnnEngine#computesBf16",
    disabledReason = "this processor cannot compute in bf16")
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
