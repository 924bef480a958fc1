package podium.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import podium.cli.Manual.Heading;
import podium.documents.DocumentFiles;
import podium.documents.DocumentFormat;
import podium.documents.PlacedDocument;
import podium.documents.TextFields;
import podium.documents.UnreadableInput;
import podium.terminal.Terminal;

/// The files with the documents, and the options that say how to read them.
@Heading("Documents")
final class InputOptions {

  @Option(
      names = "--format",
      paramLabel = "text|jsonl|csv|tsv",
      description =
          "How all files are read (default: by the ending .jsonl, .ndjson, .json, .csv, .tsv or .tab of each, else jsonl if its first line is a JSON string or object, else text).")
  private @Nullable DocumentFormat format;

  @Option(
      names = {"--field", "--column"},
      paramLabel = "NAME",
      split = ",",
      description =
          "Member of JSON objects, or column of tables, that is the text; several are joined in this order, one a line (default: the first of text, content, document, passage and body that is there, or the only column).")
  private List<String> fields = new ArrayList<>();

  @Parameters(
      paramLabel = "FILE",
      defaultValue = "-",
      arity = "0..*",
      description = "Files with the documents; - is standard input (default: ${DEFAULT-VALUE}).")
  private List<String> files = new ArrayList<>();

  List<PlacedDocument> read(InputStream standardInput) throws UnreadableInput {
    var fieldsOfText = new TextFields(fields);
    return new DocumentFiles(Optional.ofNullable(format), fieldsOfText, standardInput).read(files);
  }

  /// Whether somebody is expected to type the documents.
  boolean areTyped() {
    return files.contains(DocumentFiles.STANDARD_INPUT) && Terminal.isOn(Terminal.Stream.IN);
  }

  /// Where documents name images by relative paths: beside their file; for those from standard
  /// input, in the working folder.
  List<Path> folders() {
    return files.stream().map(InputOptions::folder).distinct().toList();
  }

  private static Path folder(String file) {
    Path folder =
        file.equals(DocumentFiles.STANDARD_INPUT)
            ? null
            : Path.of(file).toAbsolutePath().getParent();
    return folder == null ? Path.of("").toAbsolutePath() : folder;
  }
}
