package podium.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import podium.Content;
import podium.cli.Manual.Heading;
import podium.documents.DocumentFiles;
import podium.documents.PlacedDocument;
import podium.documents.TextFields;
import podium.documents.UnreadableInput;
import podium.load.LoadPlan;
import podium.load.LoadPlan.Arrivals;
import podium.load.LoadReport;
import podium.load.LoadTest;
import podium.load.Questions;

/// `podium loadtest`: how a server, ours or another, stands many requests.
@Command(
    name = "loadtest",
    header = "sends a server many requests and measures the answers",
    description = {
      "Sends a server that has /v1/rerank, ours or another, many requests and measures how long the answers take.",
      "",
      "With --clients, each client sends its next request when it has an answer: that finds the most a server can do, but hides how long others would have waited meanwhile. With --rate, requests come at random times whatever the server does, and each counts from when it was due: that is what users feel."
    },
    exitCodeList = {
      "0:at least one answer was good",
      "1:no answer was good, or something failed on the way",
      "2:an option or the file is not right"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true)
@Manual(
    examples = {
      "podium loadtest --clients 8",
      "podium loadtest --rate 20 --documents 100 --duration 2m --json"
    },
    seeAlso = {"podium serve", "podium bench", "docs/operations.md"})
final class Load implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Heading("Server")
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8000/v1/rerank",
      description = "Where to send requests (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:8000/v1/rerank");

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description =
          "Sent as a bearer token. Other users of this machine may see it here: better use the variable PODIUM_API_KEY.")
  private @Nullable String apiKey;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model to ask for (default: none is named).")
  private @Nullable String model;

  /// When requests are sent.
  @Heading("Load")
  static final class When {

    @Option(
        names = "--clients",
        paramLabel = "N",
        description = "Clients that each wait for an answer before they ask again (default: 8).")
    private @Nullable Integer clients;

    @Option(
        names = "--rate",
        paramLabel = "N",
        description = "Requests a second, whatever the server does; at most 1000 at the same time.")
    private @Nullable Double rate;

    Arrivals arrivals() {
      return rate == null
          ? new Arrivals.Clients(clients == null ? 8 : clients)
          : new Arrivals.Rate(rate);
    }
  }

  @ArgGroup private When when = new When();

  @Heading("Requests")
  @Option(
      names = "--documents",
      paramLabel = "N",
      defaultValue = "32",
      description = "Documents of a request (default: ${DEFAULT-VALUE}).")
  private int documents;

  @Option(
      names = "--words",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Mean length of a document in common English words, of which most are a token; lengths are lognormal with spread 0.5 (default: ${DEFAULT-VALUE}).")
  private int words;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "Take documents at random from this file instead, which is read as podium rerank does; queries are words of them.")
  private @Nullable String file;

  @Option(
      names = "--distinct",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Different requests, sent again and again; 0: no two are alike (default: ${DEFAULT-VALUE}).")
  private int distinct;

  @Heading("Time")
  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "At the beginning, not counted (default: ${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "Of what is counted (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "When a client gives up (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ZERO;

  @Heading("Output")
  @Option(names = "--json", description = "One line of JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    var plan =
        new LoadPlan(url, Optional.ofNullable(apiKey), when.arrivals(), warmUp, duration, timeout);
    LoadReport report = LoadTest.run(plan, questions());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.json() + System.lineSeparator() : report.text());
    out.flush();
    return report.good() > 0 ? 0 : 1;
  }

  private Questions questions() throws UnreadableInput {
    Optional<String> name = Optional.ofNullable(model);
    return file == null
        ? Questions.ofWords(name, documents, words, distinct)
        : Questions.ofTexts(name, documents, texts(file), distinct);
  }

  private static List<String> texts(String file) throws UnreadableInput {
    var files = new DocumentFiles(Optional.empty(), new TextFields(List.of()), System.in);
    List<String> texts = new ArrayList<>();
    for (PlacedDocument placed : files.read(List.of(file))) {
      switch (placed.document().content()) {
        case Content.Text(String text) -> texts.add(text);
        case Content.Visual _ ->
            throw new IllegalArgumentException(
                "%s has an image, but only texts are sent".formatted(placed.place()));
      }
    }
    return texts;
  }
}
