package podium.doctor;

import podium.Precision;
import podium.RerankException;
import podium.engine.onednn.OneDnnEngine;

/// The native library that computes.
final class EngineCheck {

  private static final String SUBJECT = "engine";

  private EngineCheck() {}

  static Finding finding() {
    try (OneDnnEngine engine = OneDnnEngine.open(Precision.F32)) {
      return Finding.ok(SUBJECT, "%s; %s".formatted(engine.description(), precisions()));
    } catch (RerankException | LinkageError e) {
      return Finding.failed(
          SUBJECT,
          String.valueOf(e.getMessage()),
          "use a build for this platform: ./mvnw -Pall-platforms package takes all five; on Linux it needs glibc, which Alpine has not");
    }
  }

  private static String precisions() {
    if (OneDnnEngine.nativeBf16()) {
      return "bf16 is native, and what --precision auto takes";
    }
    return OneDnnEngine.computesBf16()
        ? "bf16 works, but is slow; --precision auto takes f32"
        : "this processor has no bf16; --precision auto takes f32";
  }
}
