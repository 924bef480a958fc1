package podium.terminal;

/// How a terminal shows a piece of text.
public enum Style {
  PLAIN(""),
  HEADING("1"),
  FAINT("2"),
  GOOD("32"),
  DOUBTFUL("33"),
  BAD("31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /// `text` between the escape sequences that switch the style on and off.
  String on(String text) {
    return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
