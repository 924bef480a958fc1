package podium.doctor;

import java.nio.file.Path;
import java.util.Map;
import podium.hub.HubSettings;

/// What `podium pull` would use. Asks nobody.
record HubCheck(Map<String, String> environment, Path home) {

  private static final String SUBJECT = "hub";

  Finding finding() {
    try {
      HubSettings settings = HubSettings.of(environment, home);
      if (settings.offline()) {
        return Finding.ok(SUBJECT, "offline, as HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE says");
      }
      String account =
          settings.token().isPresent()
              ? "with a token"
              : "without a token, which only gated and private models need";
      return Finding.ok(SUBJECT, "%s, %s".formatted(settings.endpoint(), account));
    } catch (IllegalArgumentException e) {
      return Finding.failed(SUBJECT, String.valueOf(e.getMessage()), "set or unset the variable");
    }
  }
}
