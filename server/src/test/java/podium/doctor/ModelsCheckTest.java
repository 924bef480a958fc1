package podium.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.RerankerOptions;
import podium.bench.RandomCheckpoint;

class ModelsCheckTest {

  @TempDir private Path folder;

  @BeforeEach
  void write() throws Exception {
    TinyModel tiny = TinyModel.all().getFirst();
    RandomCheckpoint.write(tiny.shape(), Files.createDirectories(folder.resolve("org/tiny")));
  }

  private List<Finding> findings(OptionalLong memory, Path... folders) {
    return new ModelsCheck(
            List.of(folders), folder.resolve("usual"), RerankerOptions.DEFAULT, memory)
        .findings();
  }

  @Test
  void aModelThatHasRoomIsFine() {
    List<Finding> findings = findings(OptionalLong.of(1L << 40), folder);

    assertThat(findings.get(0)).isEqualTo(Finding.ok("models folder", folder.toString()));
    assertThat(findings.get(1).verdict()).isEqualTo(Verdict.OK);
    assertThat(findings.get(1).what()).matches("org/tiny: new, needs [0-9.]+ MB of memory");
    assertThat(findings.get(2).what()).startsWith("podium-tiny: bert, needs ");
    assertThat(findings).hasSize(3);
  }

  @Test
  void aModelThatHasNoRoomIsAWarning() {
    Finding finding = findings(OptionalLong.of(1000), folder).get(1);

    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.what()).endsWith(" MB of memory, of which only 1 kB are left");
    assertThat(finding.advice()).isNotEmpty();
  }

  @Test
  void whatIsNoModelIsAWarningThatSaysHowToGetIt() throws Exception {
    Files.writeString(folder.resolve("org/tiny/config.json"), "{");

    assertThat(findings(OptionalLong.empty(), folder))
        .extracting(Finding::what, Finding::advice)
        .anySatisfy(finding -> {
          assertThat(finding.toList().get(0).toString())
              .startsWith("org/tiny is not served: config.json is not valid JSON at line 1");
          assertThat(finding.toList().get(1))
              .isEqualTo("mend it, or move it away and get it again: podium pull org/tiny");
        });
  }

  @Test
  void aFolderThatIsNamedMustBeOne() throws Exception {
    Path missing = folder.resolve("missing");
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(findings(OptionalLong.empty(), missing, file))
        .extracting(Finding::verdict, Finding::what)
        .startsWith(
            tuple(Verdict.FAILED, missing + " does not exist"),
            tuple(Verdict.FAILED, file + " is not a folder"));
  }

  @Test
  void theUsualFolderNeedNotBeThere() {
    Finding finding = findings(OptionalLong.empty(), folder.resolve("usual")).getFirst();

    assertThat(finding.verdict()).isEqualTo(Verdict.OK);
    assertThat(finding.advice()).startsWith("podium pull org/name ");
  }
}
