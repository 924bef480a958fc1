package podium.json;

/// What a JSON value is, as messages name it.
public enum JsonKind {
  STRING("a string"),
  NUMBER("a number"),
  BOOLEAN("a boolean"),
  OBJECT("an object"),
  ARRAY("an array"),
  NULL("null");

  private final String words;

  JsonKind(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
