package podium.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import podium.hub.HubException.Passing;

/// Where a redirect leads.
final class Location {

  /// Those that [URI] takes, beside letters and digits.
  private static final String LEGAL = "-._~:/?#[]@!$&'()*+,;=%";

  private Location() {}

  /// @param location as the header has it, relative or absolute
  /// @throws Passing if it leads nowhere
  static URI resolve(URI from, String location) throws Passing {
    try {
      URI to = from.resolve(new URI(escaped(location)));
      String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
      if (to.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return to;
      }
    } catch (URISyntaxException _) {
      // the same as one without a host
    }
    throw new Passing("%s redirects to what is no address".formatted(from.getHost()));
  }

  /// Signed addresses may have blanks and quotes in them.
  private static String escaped(String location) {
    var escaped = new StringBuilder();
    for (byte b : location.strip().getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || LEGAL.indexOf(c) >= 0);
      escaped.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return escaped.toString();
  }
}
