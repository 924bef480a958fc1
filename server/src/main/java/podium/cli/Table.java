package podium.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Rows of text in aligned columns. A heading that begins with `>` has its column aligned to the
/// right; the last column is as long as it is.
final class Table {

  private static final String GAP = "  ";

  private final List<Boolean> rightAligned;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rightAligned = List.of(headings).stream().map(heading -> heading.startsWith(">")).toList();
    rows.add(List.of(headings).stream().map(heading -> heading.replaceFirst("^>", "")).toList());
  }

  void add(String... cells) {
    if (cells.length != rightAligned.size()) {
      throw new IllegalArgumentException(
          "a row needs %d cells, but has %d".formatted(rightAligned.size(), cells.length));
    }
    rows.add(List.of(cells));
  }

  void print(PrintWriter out) {
    List<Integer> widths = widths();
    for (List<String> row : rows) {
      out.println(line(row, widths).stripTrailing());
    }
  }

  private List<Integer> widths() {
    var widths = new ArrayList<Integer>();
    for (int column = 0; column < rightAligned.size(); column++) {
      int at = column;
      widths.add(rows.stream().mapToInt(row -> length(row.get(at))).max().orElse(0));
    }
    return widths;
  }

  private String line(List<String> row, List<Integer> widths) {
    var line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String padding = " ".repeat(widths.get(column) - length(cell));
      line.append(column == 0 ? "" : GAP);
      line.append(rightAligned.get(column) ? padding + cell : cell + padding);
    }
    return line.toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
