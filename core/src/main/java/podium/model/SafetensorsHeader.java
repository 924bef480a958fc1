package podium.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import podium.RerankException.ModelUnavailable;
import podium.tensor.DType;

/// Reads the header of a safetensors file and checks it against the length of the data behind it.
/// The header is one JSON object, padded with blanks:
///
/// | key            | value                                                                 |
/// |----------------|-----------------------------------------------------------------------|
/// | `__metadata__` | strings by name; ignored                                              |
/// | any other      | a tensor: `dtype`, `shape`, `data_offsets` = `[begin, end]` in the data |
///
/// The tensors must cover the data exactly, without gap or overlap.
final class SafetensorsHeader {

  private static final String METADATA = "__metadata__";
  private static final int MAX_NAME = 500;
  private static final int MAX_RANK = 8;

  /// Where one tensor lies: bytes `begin` until `end` of the data behind the header.
  record Entry(String name, DType dtype, List<Long> shape, long begin, long end) {}

  private final String file;

  private SafetensorsHeader(String file) {
    this.file = file;
  }

  /// The entries of `header`, sorted by where they lie.
  ///
  /// @param dataBytes length of what follows the header
  static List<Entry> parse(String file, String header, long dataBytes) {
    var reader = new SafetensorsHeader(file);
    List<Entry> entries = Json.read(file + " header", header, reader::entries);
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    reader.checkCoverage(entries, dataBytes);
    return entries;
  }

  private List<Entry> entries(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw refuse("header is not a JSON object");
    }
    var entries = new ArrayList<Entry>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      JsonNode value = parser.readValueAsTree();
      if (!name.equals(METADATA)) {
        entries.add(entry(name, value));
      }
    }
    return entries;
  }

  private Entry entry(String name, JsonNode value) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw refuse(
          "a tensor's name must have 1 to %d characters, but one has %d"
              .formatted(MAX_NAME, name.length()));
    }
    DType dtype = dtype(name, value.path("dtype"));
    List<Long> shape = sizes(name, "shape", value.path("shape"));
    List<Long> offsets = sizes(name, "data_offsets", value.path("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw wrong(name, "data_offsets", "[begin, end]", value.path("data_offsets"));
    }
    var entry = new Entry(name, dtype, shape, offsets.get(0), offsets.get(1));
    checkLength(entry);
    return entry;
  }

  private DType dtype(String name, JsonNode value) {
    return Stream.of(DType.values())
        .filter(known -> known.name().equals(value.textValue()))
        .findFirst()
        .orElseThrow(
            () -> wrong(name, "dtype", "one of " + Arrays.toString(DType.values()), value));
  }

  private List<Long> sizes(String name, String key, JsonNode value) {
    boolean fits = value.isArray() && value.size() <= MAX_RANK;
    if (!fits || value.valueStream().anyMatch(size -> !isSize(size))) {
      String expected = "a list of at most %d whole numbers from 0".formatted(MAX_RANK);
      throw wrong(name, key, expected, value);
    }
    return value.valueStream().map(JsonNode::longValue).toList();
  }

  private static boolean isSize(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
  }

  private void checkLength(Entry entry) {
    long found = entry.end() - entry.begin();
    try {
      long expected = entry.dtype().bytes();
      for (long size : entry.shape()) {
        expected = Math.multiplyExact(expected, size);
      }
      if (expected != found) {
        throw refuse(
            "tensor %s is %s %s and must have %d bytes, but has %d"
                .formatted(entry.name(), entry.dtype(), entry.shape(), expected, found));
      }
    } catch (ArithmeticException e) {
      throw refuse(
          "tensor %s is %s %s, which is more bytes than a number can hold"
              .formatted(entry.name(), entry.dtype(), entry.shape()));
    }
  }

  private void checkCoverage(List<Entry> entries, long dataBytes) {
    checkEnd(entries, dataBytes);
    long covered = 0;
    for (Entry entry : entries) {
      if (entry.begin() < covered) {
        throw refuse("tensor %s overlaps the one before it".formatted(entry.name()));
      }
      if (entry.begin() > covered) {
        throw refuse(
            "%d bytes before tensor %s belong to no tensor"
                .formatted(entry.begin() - covered, entry.name()));
      }
      covered = entry.end();
    }
    if (covered < dataBytes) {
      throw refuse(
          "%d bytes behind the last tensor belong to no tensor".formatted(dataBytes - covered));
    }
  }

  private void checkEnd(List<Entry> entries, long dataBytes) {
    for (Entry entry : entries) {
      if (entry.end() > dataBytes) {
        throw refuse(
            "tensor %s ends at byte %d of the data, but the file has only %d: it is cut off"
                .formatted(entry.name(), entry.end(), dataBytes));
      }
    }
  }

  private ModelUnavailable wrong(String name, String key, String expected, JsonNode found) {
    String value = found.isMissingNode() ? "missing" : Refusal.quote(found);
    return refuse("%s of tensor %s must be %s, but is %s".formatted(key, name, expected, value));
  }

  private ModelUnavailable refuse(String what) {
    return Refusal.of(file + ": " + what);
  }
}
