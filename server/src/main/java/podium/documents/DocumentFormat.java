package podium.documents;

import java.util.Locale;

/// How a file holds documents.
public enum DocumentFormat {
  /// One a line, blank lines left out.
  TEXT,
  /// A JSON string or object a line, blank lines left out.
  JSONL,
  /// Rows of comma- or semicolon-separated values below a row of names, as RFC 4180 has them.
  CSV,
  /// Rows of tab-separated values below a row of names. Quotes mean nothing.
  TSV;

  /// What the file's name says, else whether its first line is JSON.
  static DocumentFormat guess(String file, String firstLine) {
    String name = file.toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "jsonl", "ndjson", "json" -> JSONL;
      case "csv" -> CSV;
      case "tsv", "tab" -> TSV;
      default -> JsonLines.isDocument(firstLine) ? JSONL : TEXT;
    };
  }
}
