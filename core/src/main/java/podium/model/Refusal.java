package podium.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import podium.RerankException.ModelUnavailable;

/// Makes the one sentence that says why a directory cannot be used. What stands in a broken file
/// may be anything, so that sentences are kept to one line of limited length.
final class Refusal {

  private static final int MAX_SENTENCE = 2000;
  private static final int MAX_QUOTE = 80;

  private Refusal() {}

  static ModelUnavailable of(String sentence) {
    return new ModelUnavailable(oneLine(sentence, MAX_SENTENCE));
  }

  /// A refusal because the system did not let us read `file`.
  static ModelUnavailable unreadable(String file, IOException cause) {
    return of("%s cannot be read: %s".formatted(file, reason(cause)));
  }

  /// A value as found in a file, cut to a length that leaves the sentence readable.
  static String quote(Object found) {
    return oneLine(found.toString(), MAX_QUOTE);
  }

  /// What the system says, without the path, which the sentence has already named.
  static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "it does not exist";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }

  private static String oneLine(String text, int limit) {
    String cut = text.length() <= limit ? text : text.substring(0, limit) + "…";
    return cut.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ");
  }
}
