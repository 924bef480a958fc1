package podium.engine.onednn;

import org.junit.jupiter.api.condition.EnabledIf;
import podium.Precision;
import podium.engine.AttentionContract;
import podium.engine.Engine;

@EnabledIf(
    value = "podium.engine.onednn.OneDnnEngine#computesBf16",
    disabledReason = "this processor cannot compute in bf16")
class OneDnnBf16AttentionTest extends AttentionContract {

  @Override
  protected Engine open() {
    return OneDnnEngine.open(Precision.BF16);
  }

  @Override
  protected double unit() {
    return 0x1p-7;
  }
}
