package podium.image;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import podium.RerankException.InvalidRequest;
import podium.image.ImageReference.Inline;
import podium.image.ImageReference.Local;
import podium.image.ImageReference.Remote;

/// The grammar of [ImageReference#parse].
final class ReferenceParser {

  /// Two characters at least, so that a Windows drive is not a scheme.
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):");

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_\\s-]+={0,2}\\s*");
  private static final int LONGER_THAN_PATHS = 1_000;
  private static final int SIGNATURE_CHARACTERS = 32;

  private ReferenceParser() {}

  static ImageReference parse(String reference) {
    if (reference.isEmpty()) {
      throw new InvalidRequest("image must not be empty");
    }
    Matcher scheme = SCHEME.matcher(reference);
    if (scheme.lookingAt()) {
      return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
        case "data" -> dataUri(reference);
        case "http", "https" -> new Remote(uri(reference));
        case "file" -> fileUrl(reference);
        case String other ->
            throw new InvalidRequest(
                ("image has a reference of type '%s:', but only data, http, https, file and paths"
                        + " are known")
                    .formatted(other));
      };
    }
    return isBase64(reference) ? new Inline(reference) : path(reference);
  }

  private static Inline dataUri(String text) {
    int comma = text.indexOf(',');
    if (comma < 0) {
      throw new InvalidRequest("image is a data URI without a comma before the data");
    }
    String header = text.substring("data:".length(), comma).toLowerCase(Locale.ROOT);
    if (!header.endsWith(";base64")) {
      throw new InvalidRequest("image is a data URI that is not base64");
    }
    String type = header.substring(0, header.indexOf(';')).strip();
    if (!type.isEmpty() && !isImageType(type)) {
      throw new InvalidRequest("image is a data URI of type '%s'".formatted(Quote.of(type)));
    }
    return new Inline(text.substring(comma + 1));
  }

  /// Whether a media type may describe an image. Only its absence of contradiction counts: the
  /// format is read from the bytes.
  static boolean isImageType(String type) {
    return type.startsWith("image/")
        || type.equals("application/octet-stream")
        || type.equals("binary/octet-stream");
  }

  static URI uri(String text) {
    try {
      return new URI(new URI(text).toASCIIString());
    } catch (URISyntaxException e) {
      throw new InvalidRequest("image URL '%s' is malformed".formatted(Quote.of(text)));
    }
  }

  private static Local fileUrl(String text) {
    URI uri = uri(text);
    String host = uri.getHost();
    if (uri.getPath() == null || !(host == null || host.equalsIgnoreCase("localhost"))) {
      throw new InvalidRequest(
          "image URL '%s' is not of the form file:///path".formatted(Quote.of(text)));
    }
    return path(uri.getPath());
  }

  private static Local path(String text) {
    try {
      return new Local(Path.of(text));
    } catch (InvalidPathException e) {
      throw new InvalidRequest("image path '%s' is malformed".formatted(Quote.of(text)));
    }
  }

  private static boolean isBase64(String text) {
    if (text.length() < SIGNATURE_CHARACTERS || !BASE64.matcher(text).matches()) {
      return false;
    }
    return text.length() > LONGER_THAN_PATHS || beginsLikeAnImage(text);
  }

  private static boolean beginsLikeAnImage(String text) {
    try {
      byte[] start = Base64.getDecoder().decode(text.substring(0, SIGNATURE_CHARACTERS));
      return ImageFormat.of(start) != ImageFormat.UNKNOWN;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
