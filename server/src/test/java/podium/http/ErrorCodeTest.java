package podium.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\d+) \\|");

  @Test
  void theDocumentationListsEveryCodeWithItsStatus() throws Exception {
    String documentation = Files.readString(Path.of("../docs/errors.md"));
    List<String> documented =
        ROW.matcher(documentation).results().map(row -> row.group(1) + " " + row.group(2)).toList();

    assertThat(documented)
        .containsExactlyElementsOf(
            Stream.of(ErrorCode.values())
                .map(code -> code.wireName() + " " + code.status())
                .toList());
  }
}
