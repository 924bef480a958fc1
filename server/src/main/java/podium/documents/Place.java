package podium.documents;

/// Where something begins in a file.
///
/// @param line the first one is 1
public record Place(String file, long line) {

  @Override
  public String toString() {
    return "%s, line %d".formatted(file, line);
  }
}
