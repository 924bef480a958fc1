package podium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import podium.RerankException;
import podium.api.Api;
import podium.catalog.Catalog;
import podium.cli.Manual.Heading;
import podium.config.ServerConfig;
import podium.http.Server;
import podium.http.Service;
import podium.log.Logging;
import podium.terminal.StopSignal;
import podium.trace.Traces;

/// `podium serve`: answers HTTP requests until it is told to stop.
@Command(
    name = "serve",
    header = "answers HTTP requests until it is told to stop",
    description = {
      "Serves every model in the folders, and a small one of its own, to clients of Cohere, Jina, text-embeddings-inference and vLLM, and people a page at /.",
      "",
      "A model is loaded when it is first asked for, or at the start with --model or --preload. Models that come, go or change in the folders need no restart. SIGTERM and Ctrl-C let running requests finish; a second one ends it at once."
    },
    exitCodeList = {
      "0:it was told to stop, and running requests were done",
      "1:something failed on the way, such as the hub for --model",
      "2:it cannot start as given: an option, a file, a folder, a model or the port is not right",
      "137:it was told to stop twice"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true)
@Manual(
    environment = {
      "HF_ENDPOINT, HF_TOKEN, …:for --model, see podium pull --help",
      "OTEL_EXPORTER_OTLP_ENDPOINT, …:where traces go, see docs/operations.md",
      "PODIUM_JAVA_OPTS:more flags for the JVM, such as -Xmx4g"
    },
    examples = {
      "podium serve",
      "podium serve --model BAAI/bge-reranker-v2-m3 --memory-limit 12GiB",
      "PODIUM_API_KEY=secret podium serve --host 0.0.0.0 --log-format json",
      "curl -s http://127.0.0.1:8000/v1/rerank -H 'Content-Type: application/json' -d '{\"query\": \"q\", \"documents\": [\"a\", \"b\"]}'"
    },
    seeAlso = {"podium loadtest", "docs/api.md", "docs/errors.md", "docs/operations.md"})
final class Serve implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServeOptions http = new ServeOptions();
  @Mixin private ImageOptions images = new ImageOptions();
  @Mixin private ModelFolders folders = new ModelFolders();
  @Mixin private WantedModels wanted = new WantedModels();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private MemoryOptions memory = new MemoryOptions();

  @Heading("Models")
  @Option(
      names = "--default-model",
      paramLabel = "NAME",
      description =
          "Model of requests that name none (default: that of --model if there is one, else the only one in the folders, or podium-tiny if there is none).")
  private @Nullable String defaultModel;

  @Option(
      names = "--preload",
      paramLabel = "NAME",
      split = ",",
      description = "Models to load at start instead of on their first request; not ready before.")
  private List<String> preload = new ArrayList<>();

  @Heading("Log")
  @Option(
      names = "--log-level",
      paramLabel = "error|warning|info|debug",
      defaultValue = "info",
      description =
          "What is logged; info has a line for every request, debug also those of probes (default: ${DEFAULT-VALUE}).")
  private Logging.Level logLevel = Logging.Level.INFO;

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "text",
      description =
          "How it is logged, on standard error; json has one object a line (default: ${DEFAULT-VALUE}).")
  private Logging.Format logFormat = Logging.Format.TEXT;

  @Override
  public Integer call() throws Exception {
    Logging.setUp(logLevel, logFormat);
    ServerConfig config = http.config();
    wanted.get(folders, spec);
    preload.addAll(wanted.names());
    try (Catalog catalog = catalog();
        Traces traces = Traces.ofEnvironment()) {
      checkNames(catalog);
      StopSignal stop = StopSignal.install();
      try (Server server = start(config, Api.service(config, catalog).telling(traces))) {
        catalog.preload(preload);
        catalog.start();
        new Banner(server.uri(), catalog).print(out());
        stop.await();
        out().println("podium: stopping when the running requests are done");
        server.drain();
      }
    }
    return 0;
  }

  private Catalog catalog() {
    return folders.catalog(
        Optional.ofNullable(defaultModel).or(wanted::only),
        options.rerankerOptions().withImages(images.policy()),
        memory.residence());
  }

  /// That a name cannot be used must not be found out by the first client.
  private void checkNames(Catalog catalog) throws StartFailure {
    try {
      Optional.ofNullable(defaultModel).ifPresent(name -> catalog.find(Optional.of(name)));
      preload.forEach(name -> catalog.find(Optional.of(name)));
      catalog.pin(memory.pinned());
    } catch (RerankException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private static Server start(ServerConfig config, Service service) throws StartFailure {
    try {
      return Server.start(config, service);
    } catch (IOException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
