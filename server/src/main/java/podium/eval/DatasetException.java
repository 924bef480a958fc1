package podium.eval;

/// A file of a data set, or a run, that cannot be used as it is. The message is one sentence that
/// names the file and, where there is one, the line, the field and its value.
public final class DatasetException extends IllegalArgumentException {

  DatasetException(String message) {
    super(message);
  }
}
