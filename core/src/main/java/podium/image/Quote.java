package podium.image;

/// What a client sent, as messages quote it: shortened, and on one line.
final class Quote {

  private static final int LONGEST = 120;

  private Quote() {}

  static String of(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
