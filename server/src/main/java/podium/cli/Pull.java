package podium.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.Manual.Heading;
import podium.hub.HubException;
import podium.hub.HubName;
import podium.hub.Puller.Needed;
import podium.hub.Size;
import podium.log.Logging;
import podium.terminal.Table;

/// `podium pull`: gets models from the Hugging Face hub.
@Command(
    name = "pull",
    header = "gets models from the Hugging Face hub",
    description = {
      "Gets each model into the first folder of --models, as org/name, and prints where it is on standard output; all else goes to standard error.",
      "",
      "Only the files that are needed come, after a look at the small ones whether the model can be served. Sizes and hashes are checked. What was interrupted is continued by the same command; nobody sees a model that is not complete."
    },
    exitCodeList = {
      "0:every model is there",
      "1:the hub or the way to it failed; the same command goes on from there",
      "2:it cannot be done: the model is missing, gated or of no known family, the disk is full, …",
      "130:interrupted; the same command goes on from there"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true)
@Manual(
    environment = {
      "HF_ENDPOINT:URL of a mirror (default: https://huggingface.co)",
      "HF_TOKEN:token of an account, for gated and private models; else the file that hf auth login writes",
      "HF_HUB_OFFLINE:1: ask nobody",
      "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY:proxies, and whom to ask without"
    },
    examples = {
      "podium pull BAAI/bge-reranker-v2-m3",
      "podium pull --dry-run Qwen/Qwen3-Reranker-0.6B",
      "dir=$(podium pull --models /srv/models cross-encoder/ms-marco-MiniLM-L6-v2@main)"
    },
    seeAlso = {"podium models", "podium serve", "docs/pull.md"})
@Heading("Models")
final class Pull implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelFolders folders = new ModelFolders();

  @Option(names = "--dry-run", description = "Only print which files would be got.")
  private boolean dryRun;

  @Parameters(
      paramLabel = "MODEL",
      arity = "1..*",
      description =
          "org/name, or org/name@revision: a branch, a tag, a commit, or a pull request such as"
              + " refs/pr/1.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() throws HubException, InterruptedException {
    Logging.setUp(Logging.Level.WARNING);
    List<HubName> models = names.stream().map(HubName::parse).toList();
    Path folder = folders.first();
    HubAccess hub = HubAccess.of(spec);
    PrintWriter out = spec.commandLine().getOut();
    for (HubName model : models) {
      if (dryRun) {
        print(hub.puller().needed(model), out);
      } else {
        out.println(hub.pull(model, folder).folder());
      }
      out.flush();
    }
    return 0;
  }

  private static void print(List<Needed> files, PrintWriter out) {
    var table = new Table("file", ">size");
    files.forEach(file -> table.add(file.path(), Size.of(file.size())));
    table.add("all", Size.of(files.stream().mapToLong(Needed::size).sum()));
    table.print(out);
  }
}
