package podium.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private static String print(Table table) {
    var text = new StringWriter();
    try (var out = new PrintWriter(text)) {
      table.print(out);
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String tsv(Table table) {
    var text = new StringWriter();
    try (var out = new PrintWriter(text)) {
      table.printTsv(out);
    }
    return text.toString();
  }

  @Test
  void coloursDoNotDisturbTheColumns() {
    var table = new Table("name", ">size");
    table.add(List.of(new Table.Cell("a", Style.GOOD), Table.Cell.of("10")));
    var text = new StringWriter();

    try (var out = new PrintWriter(text)) {
      table.print(out, true);
    }

    assertThat(text.toString().lines())
        .containsExactly(
            "\u001b[1mname\u001b[0m  \u001b[1msize\u001b[0m", "\u001b[32ma\u001b[0m       10");
  }

  @Test
  void valuesForProgramsKeepToTheirLine() {
    var table = new Table("a", ">b");
    table.add("x\ty\r\nz", "\\n");

    assertThat(tsv(table)).isEqualTo("a\tb\nx\\ty\\r\\nz\t\\\\n\n");
  }

  @Test
  void columnsAreAligned() {
    var table = new Table(">rank", "name", "note");
    table.add("1", "longer name", "a");
    table.add("10", "ä😀", "");

    assertThat(print(table))
        .isEqualTo(
            """
            rank  name         note
               1  longer name  a
              10  ä😀
            """);
  }
}
