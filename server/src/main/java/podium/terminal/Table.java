package podium.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Rows of text, for people in aligned columns and for programs as tab-separated values. A heading
/// that begins with `>` has its column aligned to the right; the last column is as long as it is.
public final class Table {

  private static final String GAP = "  ";

  private final List<Boolean> rightAligned;
  private final List<List<Cell>> rows = new ArrayList<>();

  /// What stands in a row, and how a terminal with colours shows it.
  public record Cell(String text, Style style) {

    public static Cell of(String text) {
      return new Cell(text, Style.PLAIN);
    }

    private int length() {
      return text.codePointCount(0, text.length());
    }
  }

  public Table(String... headings) {
    rightAligned = Arrays.stream(headings).map(heading -> heading.startsWith(">")).toList();
    rows.add(
        Arrays.stream(headings)
            .map(heading -> new Cell(heading.replaceFirst("^>", ""), Style.HEADING))
            .toList());
  }

  public void add(String... cells) {
    add(Arrays.stream(cells).map(Cell::of).toList());
  }

  public void add(List<Cell> cells) {
    if (cells.size() != rightAligned.size()) {
      throw new IllegalArgumentException(
          "a row needs %d cells, but has %d".formatted(rightAligned.size(), cells.size()));
    }
    rows.add(List.copyOf(cells));
  }

  /// For people, without colours.
  public void print(PrintWriter out) {
    print(out, false);
  }

  /// For people.
  public void print(PrintWriter out, boolean coloured) {
    List<Integer> widths = widths();
    for (List<Cell> row : rows) {
      out.println(line(row, widths, coloured).stripTrailing());
    }
  }

  /// For programs, the headings first. What would break lines and columns is written as `\n`, `\r`
  /// and `\t`, and a backslash as two.
  public void printTsv(PrintWriter out) {
    for (List<Cell> row : rows) {
      out.print(
          row.stream()
              .map(cell -> escaped(cell.text()))
              .collect(Collectors.joining("\t", "", "\n")));
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private List<Integer> widths() {
    var widths = new ArrayList<Integer>();
    for (int column = 0; column < rightAligned.size(); column++) {
      int at = column;
      widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
    }
    return widths;
  }

  private String line(List<Cell> row, List<Integer> widths, boolean coloured) {
    var line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      Cell cell = row.get(column);
      String padding = " ".repeat(widths.get(column) - cell.length());
      String text = coloured ? cell.style().on(cell.text()) : cell.text();
      line.append(column == 0 ? "" : GAP);
      line.append(rightAligned.get(column) ? padding + text : text + padding);
    }
    return line.toString();
  }
}
