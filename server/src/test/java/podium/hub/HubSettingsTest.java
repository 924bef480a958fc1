package podium.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {

  @TempDir private Path home;
  private final Map<String, String> environment = new HashMap<>();

  private HubSettings settings() {
    return HubSettings.of(environment, home);
  }

  private void token(String folder, String token) throws Exception {
    Files.writeString(Files.createDirectories(home.resolve(folder)).resolve("token"), token);
  }

  @Test
  void withoutVariablesItIsThePublicHubWithoutAccount() {
    assertThat(settings().endpoint()).isEqualTo(URI.create("https://huggingface.co"));
    assertThat(settings().token()).isEmpty();
    assertThat(settings().offline()).isFalse();
  }

  @Test
  void theEndpointMayBeAMirrorBelowAPath() {
    environment.put("HF_ENDPOINT", "https://mirror.example.com/hf/");

    assertThat(settings().endpoint()).isEqualTo(URI.create("https://mirror.example.com/hf"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"huggingface.co", "ftp://x", "https://", "https://x?y", "https://x#y", "h t"})
  void anEndpointThatIsNoneIsNamed(String endpoint) {
    environment.put("HF_ENDPOINT", endpoint);

    assertThatThrownBy(this::settings)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "HF_ENDPOINT must be a URL such as https://huggingface.co, but is '%s'"
                .formatted(endpoint));
  }

  @Test
  void theTokenIsWhereTheHubsOwnClientHasIt() throws Exception {
    token(".cache/huggingface", "hf_home\n");
    assertThat(settings().token()).contains("hf_home");

    token("xdg/huggingface", "hf_xdg");
    environment.put("XDG_CACHE_HOME", home.resolve("xdg").toString());
    assertThat(settings().token()).contains("hf_xdg");

    token("hf", "hf_hf");
    environment.put("HF_HOME", home.resolve("hf").toString());
    assertThat(settings().token()).contains("hf_hf");

    token("own", "hf_own");
    environment.put("HF_TOKEN_PATH", home.resolve("own/token").toString());
    assertThat(settings().token()).contains("hf_own");

    environment.put("HF_TOKEN", " hf_variable ");
    assertThat(settings().token()).contains("hf_variable");
  }

  @Test
  void aTokenMustNotBringAnotherHeaderAlong() {
    environment.put("HF_TOKEN", "hf_x\r\nHost: elsewhere");

    assertThatThrownBy(this::settings)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the hub's token (HF_TOKEN or its file) has a character that no token has");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "YES", "on"})
  void theEnvironmentMayForbidToGoOnline(String value) {
    environment.put("HF_HUB_OFFLINE", value);

    assertThat(settings().offline()).isTrue();
  }

  @Test
  void zeroForbidsNothing() {
    environment.put("HF_HUB_OFFLINE", "0");

    assertThat(settings().offline()).isFalse();
  }
}
