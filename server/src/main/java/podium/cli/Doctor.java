package podium.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import podium.RerankerOptions;
import podium.cli.Manual.Heading;
import podium.doctor.Checkup;
import podium.doctor.Finding;
import podium.doctor.Verdict;
import podium.http.Json;
import podium.log.Logging;
import podium.terminal.Style;
import podium.terminal.Table;
import podium.terminal.Table.Cell;

/// `podium doctor`: whether all is well on this machine.
@Command(
    name = "doctor",
    header = "checks that Podium can do its work here, and says what to do if not",
    description = {
      "Looks at the machine, the JVM, the native library and what it makes of this processor, the folders and whether each model in them is one and has room in memory, the port, and the settings for the hub. It asks nobody but who listens on the port.",
      "",
      "Then a tiny model of each family, made of a fixed seed, scores a few documents in f32, and in bf16 if --precision auto takes that here; the scores are compared with those that the plain Java engine of Podium's tests computed: a wrong kernel shows here.",
      "",
      "Each line is ok, a warning (Podium works, but perhaps not as meant) or failed, and says what to do."
    },
    exitCodeList = {
      "0:all is ok, or there are only warnings",
      "1:something failed",
      "2:an option is not right"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true)
@Manual(
    environment = {
      "HF_ENDPOINT, HF_TOKEN, …:what is looked at, see podium pull --help",
      "NO_COLOR:if it is not empty, tables have no colours"
    },
    examples = {
      "podium doctor",
      "podium doctor --models /srv/models --port 8080",
      "podium doctor --output json > doctor.json"
    },
    seeAlso = {"podium models", "podium bench", "docs/operations.md"})
final class Doctor implements Callable<Integer> {

  private static final int SOMETHING_FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ModelFolders folders = new ModelFolders();

  @Heading("Port")
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address on which a server would listen (default: ${DEFAULT-VALUE}).")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Port on which it would (default: ${DEFAULT-VALUE}).")
  private int port;

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Logging.setUp(Logging.Level.ERROR);
    List<Finding> findings =
        new Checkup(
                folders.named(),
                ModelFolders.usual(),
                RerankerOptions.DEFAULT,
                host,
                port,
                EnvironmentDefaults.environment(spec),
                Path.of(System.getProperty("user.home")))
            .run();
    print(findings);
    boolean failed = findings.stream().anyMatch(f -> f.verdict() == Verdict.FAILED);
    return failed ? SOMETHING_FAILED : 0;
  }

  private void print(List<Finding> findings) {
    PrintWriter out = spec.commandLine().getOut();
    switch (output.format()) {
      case TABLE -> output.print(forPeople(findings));
      case TSV -> output.print(forPrograms(findings));
      case JSON ->
          out.println(
              Json.object(json -> {
                json.writeStringField("verdict", name(worst(findings)));
                json.writeFieldName("findings");
                json.writeRawValue(findings.stream().map(Doctor::json).toList().toString());
              }));
      case JSONL -> findings.stream().map(Doctor::json).forEach(out::println);
    }
    out.flush();
  }

  private static Table forPeople(List<Finding> findings) {
    var table = new Table("subject", "verdict", "finding");
    for (Finding finding : findings) {
      String advice = finding.advice().isEmpty() ? "" : " -> " + finding.advice();
      table.add(
          List.of(
              Cell.of(finding.subject()),
              new Cell(name(finding.verdict()), style(finding.verdict())),
              Cell.of(finding.what() + advice)));
    }
    return table;
  }

  private static Table forPrograms(List<Finding> findings) {
    var table = new Table("subject", "verdict", "finding", "advice");
    findings.forEach(finding ->
        table.add(finding.subject(), name(finding.verdict()), finding.what(), finding.advice()));
    return table;
  }

  private static String json(Finding finding) {
    return Json.object(
            json -> {
              json.writeStringField("subject", finding.subject());
              json.writeStringField("verdict", name(finding.verdict()));
              json.writeStringField("finding", finding.what());
              json.writeStringField("advice", finding.advice());
            })
        .toString();
  }

  private static Verdict worst(List<Finding> findings) {
    return findings.stream().map(Finding::verdict).max(Verdict::compareTo).orElse(Verdict.OK);
  }

  private static String name(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  private static Style style(Verdict verdict) {
    return switch (verdict) {
      case OK -> Style.GOOD;
      case WARNING -> Style.DOUBTFUL;
      case FAILED -> Style.BAD;
    };
  }
}
