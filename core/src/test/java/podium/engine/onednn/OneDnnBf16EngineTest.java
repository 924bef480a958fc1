package podium.engine.onednn;

import org.junit.jupiter.api.condition.EnabledIf;
import podium.Precision;
import podium.engine.Engine;
import podium.engine.EngineContract;

@EnabledIf(
    value = "podium.engine.onednn.OneDnnEngine#computesBf16",
    disabledReason = "this processor cannot compute in bf16")
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
