package podium.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the hub is and who we are there, from the environment variables that Hugging Face's own
/// client reads.
///
/// @param endpoint without a slash at its end
/// @param token empty: without an account
/// @param offline whether the environment forbids to ask the hub
/// @param proxies what stands between us and it
public record HubSettings(
    URI endpoint, Optional<String> token, boolean offline, ProxySettings proxies) {

  private static final String PUBLIC = "https://huggingface.co";
  private static final Set<String> TRUE = Set.of("1", "on", "yes", "true");

  /// What the environment says.
  ///
  /// @param home the user's home folder
  /// @throws IllegalArgumentException naming the variable that cannot be used
  public static HubSettings of(Map<String, String> environment, Path home) {
    return new HubSettings(
        endpoint(text(environment, "HF_ENDPOINT").orElse(PUBLIC)),
        token(environment, home),
        isTrue(environment, "HF_HUB_OFFLINE") || isTrue(environment, "TRANSFORMERS_OFFLINE"),
        ProxySettings.of(environment));
  }

  private static URI endpoint(String text) {
    try {
      URI uri = URI.create(text.replaceFirst("/+$", ""));
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (Set.of("http", "https").contains(scheme) && uri.getHost() != null && plain) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // said below, with what is expected
    }
    throw new IllegalArgumentException(
        "HF_ENDPOINT must be a URL such as %s, but is '%s'".formatted(PUBLIC, text));
  }

  private static Optional<String> token(Map<String, String> environment, Path home) {
    return text(environment, "HF_TOKEN")
        .or(() -> text(environment, "HUGGING_FACE_HUB_TOKEN"))
        .or(() -> tokenIn(tokenFile(environment, home)))
        .map(HubSettings::checked);
  }

  private static Path tokenFile(Map<String, String> environment, Path home) {
    return text(environment, "HF_TOKEN_PATH")
        .map(Path::of)
        .orElseGet(() -> hubHome(environment, home).resolve("token"));
  }

  private static Path hubHome(Map<String, String> environment, Path home) {
    return text(environment, "HF_HOME")
        .map(Path::of)
        .orElseGet(() ->
            text(environment, "XDG_CACHE_HOME")
                .map(Path::of)
                .orElse(home.resolve(".cache"))
                .resolve("huggingface"));
  }

  private static Optional<String> tokenIn(Path file) {
    try {
      return Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty());
    } catch (IOException e) {
      return Optional.empty(); // most people have none
    }
  }

  /// A token goes into a header, and must not bring another one along.
  private static String checked(String token) {
    if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "the hub's token (HF_TOKEN or its file) has a character that no token has");
    }
    return token;
  }

  private static boolean isTrue(Map<String, String> environment, String name) {
    return text(environment, name)
        .filter(v -> TRUE.contains(v.toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  @Override
  public String toString() {
    return "HubSettings[%s, %s token]".formatted(endpoint, token.isPresent() ? "with" : "no");
  }
}
