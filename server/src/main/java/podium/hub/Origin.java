package podium.hub;

import java.net.URI;
import java.util.Locale;

/// Scheme, host and port: whom a URL leads to. A token is for one origin only.
record Origin(String scheme, String host, int port) {

  static Origin of(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    return new Origin(
        scheme,
        String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT),
        uri.getPort() < 0 ? usual : uri.getPort());
  }
}
