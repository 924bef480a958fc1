package podium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import podium.cli.Manual.Heading;
import podium.eval.Bm25;
import podium.eval.Corpus;
import podium.eval.Dataset;
import podium.eval.Run;
import podium.eval.RunFile;
import podium.terminal.EvalProgress;
import podium.terminal.EvalProgress.Unit;

/// The options of `podium eval` that say which documents are ranked.
@Heading("Candidates")
final class Candidates {

  private static final float K1 = 0.9f;
  private static final float B = 0.4f;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "100",
      description = "The best candidates of each query are ranked (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--run",
      paramLabel = "FILE",
      description =
          "Take candidates from a run in TREC's format (query Q0 document rank score tag) by their score, instead of searching with BM25.")
  private @Nullable Path run;

  @Option(
      names = "--save-run",
      paramLabel = "FILE",
      description = "Write the candidates to a file for --run.")
  private @Nullable Path saveRun;

  @Option(
      names = "--bm25-k1",
      paramLabel = "K1",
      description =
          "How much a term that occurs again in a document still counts, at least 0 (default: 0.9, as in Anserini's baselines of BEIR).")
  private @Nullable Float k1;

  @Option(
      names = "--bm25-b",
      paramLabel = "B",
      description = "How much long documents are held back, in 0..1 (default: 0.4, likewise).")
  private @Nullable Float b;

  @Option(
      names = "--bm25-terms",
      paramLabel = "english|standard",
      description =
          "What a term is: an English word without its ending, common ones left out; or a word of any language as it is (default: english).")
  private Bm25.@Nullable Terms terms;

  /// What can be told before anything is read.
  void check() {
    if (top < 1) {
      throw new IllegalArgumentException("--top must be at least 1, but is " + top);
    }
    if (run != null && Stream.of(k1(), b(), terms()).anyMatch(Optional::isPresent)) {
      throw new IllegalArgumentException(
          "--bm25-k1, --bm25-b and --bm25-terms are of a search, which --run replaces");
    }
    if (run != null && !Files.isRegularFile(run)) {
      throw new IllegalArgumentException("--run %s: there is no such file".formatted(run));
    }
    Eval.checkPlace("--save-run", saveRun);
    bm25();
  }

  private Optional<Float> k1() {
    return Optional.ofNullable(k1);
  }

  private Optional<Float> b() {
    return Optional.ofNullable(b);
  }

  private Optional<Bm25.Terms> terms() {
    return Optional.ofNullable(terms);
  }

  int top() {
    return top;
  }

  /// How they are searched for; empty if they come from a file.
  Optional<Bm25> bm25() {
    return run == null
        ? Optional.of(new Bm25(k1().orElse(K1), b().orElse(B), terms().orElse(Bm25.Terms.ENGLISH)))
        : Optional.empty();
  }

  /// For people.
  String description() {
    return bm25()
        .map(bm25 ->
            String.format(
                Locale.ROOT,
                "bm25 (k1 %s, b %s, %s)",
                bm25.k1(),
                bm25.b(),
                bm25.terms().name().toLowerCase(Locale.ROOT)))
        .orElseGet(() -> String.valueOf(run));
  }

  /// Finds or reads the candidates, and saves them if that is wanted.
  Run of(Dataset dataset, Corpus corpus, PrintWriter err) throws IOException {
    Run candidates = run == null ? search(dataset, corpus, err) : read(run, dataset, corpus);
    if (saveRun != null) {
      RunFile.write(candidates, saveRun);
    }
    return candidates;
  }

  private Run search(Dataset dataset, Corpus corpus, PrintWriter err) throws IOException {
    long queries = dataset.queries().size();
    try (var progress = EvalProgress.begin("searching", queries, Unit.QUERIES, err)) {
      return Run.search(dataset, corpus, top, progress);
    }
  }

  private Run read(Path file, Dataset dataset, Corpus corpus) throws IOException {
    return RunFile.read(file, dataset, corpus, top);
  }
}
