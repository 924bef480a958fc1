package example;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.query.Query;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import podium.Reranker;

/// What a retriever has found, as LangChain4j's retrieval chain has it ranked and thinned out: by
/// the model in the folder that is given, or by the small one that comes with Podium.
public final class RankContents {

  private RankContents() {}

  public static void main(String[] args) {
    var query = Query.from("What is the capital of France?");
    List<Content> found =
        Stream.of(
                "Berlin is the capital of Germany.",
                "The Eiffel Tower is a famous landmark in Paris.",
                "Paris is the capital and largest city of France.")
            .map(Content::from)
            .toList();

    try (Reranker reranker =
        args.length == 0 ? Reranker.openEmbedded() : Reranker.open(Path.of(args[0]))) {
      var aggregator =
          ReRankingContentAggregator.builder()
              .scoringModel(new PodiumScoringModel(reranker))
              .minScore(0.1)
              .build();
      aggregator
          .aggregate(Map.of(query, List.of(found)))
          .forEach(content -> System.out.println(content.textSegment().text()));
    }
  }
}
