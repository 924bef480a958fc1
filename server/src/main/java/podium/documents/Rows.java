package podium.documents;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import podium.RerankException.InvalidRequest;
import podium.http.Json;
import podium.json.JsonValue;

/// Reads a file that has a row of names, and rows of values below them. Each row becomes a JSON
/// object, as which answers show it.
final class Rows {

  private static final Pattern BROKEN_RECORD =
      Pattern.compile("(.*) \\(record starting at line ([0-9]+)\\)");

  private final String file;
  private final TextFields fields;
  private final List<PlacedDocument> documents = new ArrayList<>();
  private @Nullable List<String> header;
  private TextFields columns = new TextFields(List.of());

  Rows(String file, TextFields fields) {
    this.file = file;
    this.fields = fields;
  }

  /// A separator is a comma, or a semicolon if the first line has no comma.
  List<PlacedDocument> readCsv(String text) throws UnreadableInput {
    String first = text.lines().findFirst().orElse("");
    char separator = first.contains(";") && !first.contains(",") ? ';' : ',';
    try (CsvReader<CsvRecord> records =
        CsvReader.builder()
            .fieldSeparator(separator)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // counted below, where more is known
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .maxBufferSize(Integer.MAX_VALUE - 8)
            .ofCsvRecord(text)) {
      for (CsvRecord row : records) {
        add(row.getFields(), row.getStartingLineNumber());
      }
      return documents;
    } catch (CsvParseException e) {
      throw unreadable(String.valueOf(e.getMessage()), text);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  /// The reader's complaint with its line where ours have it.
  private UnreadableInput unreadable(String message, String text) {
    Matcher matcher = BROKEN_RECORD.matcher(message);
    if (!matcher.matches()) {
      return new UnreadableInput("%s: %s".formatted(file, message));
    }
    long line = Long.parseLong(matcher.group(2));
    String value = text.lines().skip(line - 1).findFirst().orElse("");
    return UnreadableInput.at(new Place(file, line), matcher.group(1), value);
  }

  /// As IANA registered the format: a value can hold neither a tab nor a line's end.
  List<PlacedDocument> readTsv(String text) throws UnreadableInput {
    long number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        add(List.of(line.split("\t", -1)), number);
      }
    }
    return documents;
  }

  private void add(List<String> row, long line) throws UnreadableInput {
    var place = new Place(file, line);
    try {
      if (header == null) {
        header = header(row);
        columns = new TextFields(fields.columns(row));
      } else {
        documents.add(document(header, row, place));
      }
    } catch (InvalidRequest e) {
      throw UnreadableInput.at(place, String.valueOf(e.getMessage()), String.join(" | ", row));
    }
  }

  private static List<String> header(List<String> row) {
    var names = new HashSet<String>();
    for (String name : row) {
      if (!names.add(name)) {
        throw new InvalidRequest("the column '%s' is there twice".formatted(name));
      }
    }
    return row;
  }

  private PlacedDocument document(List<String> names, List<String> row, Place place) {
    if (row.size() != names.size()) {
      throw new InvalidRequest(
          "the row has %d values, but there are %d columns".formatted(row.size(), names.size()));
    }
    String object =
        Json.object(
                json -> {
                  for (int i = 0; i < names.size(); i++) {
                    if (!names.get(i).equals("image") || !row.get(i).isEmpty()) {
                      json.writeStringField(names.get(i), row.get(i));
                    }
                  }
                })
            .toString();
    JsonValue value = JsonValue.parse(object, "document");
    return new PlacedDocument(columns.document(value), place);
  }
}
