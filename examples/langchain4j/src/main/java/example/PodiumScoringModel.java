package example;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import java.util.List;
import java.util.stream.IntStream;
import podium.RerankRequest;
import podium.Reranker;
import podium.Scores;

/// A scoring model of LangChain4j that computes in this process.
///
/// @param reranker for all threads; closed by whoever opened it
public record PodiumScoringModel(Reranker reranker) implements ScoringModel {

  @Override
  public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
    List<String> documents = segments.stream().map(TextSegment::text).toList();
    Scores scores = reranker.score(RerankRequest.of(query, documents));
    List<Double> relevance =
        IntStream.range(0, scores.size()).mapToObj(i -> (double) scores.score(i)).toList();
    return Response.from(relevance, new TokenUsage(Math.toIntExact(scores.promptTokens())));
  }
}
