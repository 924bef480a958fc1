package example;

import java.nio.file.Path;
import java.util.List;
import podium.Ranking;
import podium.Reranker;

/// Ranks four sentences: with the model in the folder that is given, or with the small one that
/// comes with the library.
public final class RankDocuments {

  private static final String QUERY = "What is the capital of France?";

  private static final List<String> DOCUMENTS =
      List.of(
          "Berlin is the capital of Germany.",
          "The Eiffel Tower is a famous landmark in Paris.",
          "Paris is the capital and largest city of France.",
          "France is a country in Western Europe.");

  private RankDocuments() {}

  public static void main(String[] args) {
    if (args.length == 0) {
      withTheEmbeddedModel(QUERY, DOCUMENTS);
    } else {
      withAModel(Path.of(args[0]), QUERY, DOCUMENTS);
    }
  }

  private static void withTheEmbeddedModel(String query, List<String> documents) {
    try (Reranker reranker = Reranker.openEmbedded()) {
      for (Ranking.Entry entry : reranker.rank(query, documents).entries()) {
        System.out.printf("%.4f  %s%n", entry.score(), documents.get(entry.index()));
      }
    }
  }

  private static void withAModel(Path directory, String query, List<String> documents) {
    try (Reranker reranker = Reranker.open(directory)) {
      Ranking best = reranker.rank(query, documents).top(2);
      best.entries().forEach(entry -> System.out.println(documents.get(entry.index())));
    }
  }
}
