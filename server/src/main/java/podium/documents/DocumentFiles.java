package podium.documents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.api.Document;
import podium.http.Json;
import podium.json.JsonValue;

/// Reads documents from files, all in memory.
///
/// @param format of all of them; empty: what each one looks like
/// @param fields where the text is in those that have names for their values
/// @param standardInput the file called `-`
public record DocumentFiles(
    Optional<DocumentFormat> format, TextFields fields, InputStream standardInput) {

  /// The name of standard input.
  public static final String STANDARD_INPUT = "-";

  /// The documents of all files, in their order.
  ///
  /// @throws UnreadableInput if one of the files has none
  public List<PlacedDocument> read(List<String> files) throws UnreadableInput {
    List<PlacedDocument> documents = new ArrayList<>();
    for (String file : files) {
      documents.addAll(read(file));
    }
    return documents;
  }

  private List<PlacedDocument> read(String file) throws UnreadableInput {
    String name = file.equals(STANDARD_INPUT) ? "standard input" : file;
    String text = decode(name, bytes(file));
    String firstLine = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    List<PlacedDocument> documents =
        switch (format.orElseGet(() -> DocumentFormat.guess(name, firstLine))) {
          case TEXT -> lines(name, text);
          case JSONL -> new JsonLines(name, fields).read(text);
          case CSV -> new Rows(name, fields).readCsv(text);
          case TSV -> new Rows(name, fields).readTsv(text);
        };
    if (documents.isEmpty()) {
      throw new UnreadableInput(name + " has no documents");
    }
    return documents;
  }

  private static List<PlacedDocument> lines(String name, String text) {
    List<PlacedDocument> documents = new ArrayList<>();
    long number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        documents.add(new PlacedDocument(document(line), new Place(name, number)));
      }
    }
    return documents;
  }

  private static Document document(String line) {
    String array = Json.array(json -> json.writeString(line)).toString();
    return Document.of(JsonValue.parse(array.substring(1, array.length() - 1), "document"));
  }

  private byte[] bytes(String file) throws UnreadableInput {
    try {
      return file.equals(STANDARD_INPUT)
          ? standardInput.readAllBytes()
          : Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new UnreadableInput("%s does not exist".formatted(file), e);
    } catch (IOException e) {
      throw new UnreadableInput("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// The text without the mark of byte order that some programs put before it.
  private static String decode(String name, byte[] bytes) throws UnreadableInput {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, text, true);
    text.flip();
    if (result.isError()) {
      long line = text.chars().filter(c -> c == '\n').count() + 1;
      throw new UnreadableInput(
          "%s is not UTF-8 text: 0x%02x"
              .formatted(new Place(name, line), bytes[in.position()] & 0xff));
    }
    return !text.isEmpty() && text.charAt(0) == '\ufeff'
        ? text.subSequence(1, text.length()).toString()
        : text.toString();
  }
}
