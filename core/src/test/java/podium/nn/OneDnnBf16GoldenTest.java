package podium.nn;

import org.junit.jupiter.api.condition.EnabledIf;
import podium.Precision;
import podium.engine.Engine;
import podium.engine.onednn.OneDnnEngine;

@EnabledIf(
    value = "podium.engine.onednn.OneDnnEngine#computesBf16",
    disabledReason = "this processor cannot compute in bf16")
class OneDnnBf16GoldenTest extends ThreadedGoldenContract {

  @Override
  protected Engine open() {
    return OneDnnEngine.open(Precision.BF16);
  }
}
