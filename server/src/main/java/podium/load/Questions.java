package podium.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Makes requests: documents from a source, and as query a few words of one of them. Thread-safe.
public final class Questions {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int QUERY_WORDS = 6;

  /// How much the logarithms of lengths differ.
  private static final double SPREAD = 0.5;

  private static final String[] WORDS =
      """
      a about after all also an and any are as at back be because been before between both but by \
      can city come could country day did do down each even every find first for from get give go \
      good great had has have he her here high him his home how house if in into is it its just \
      know land large last life light line little long look made make man many may me men more \
      most much must my name never new night no not now number of off old on one only or other our \
      out over own part people place right river said same say see she should small so some sound \
      still such take tell than that the their them then there these they thing think this three \
      time to tree two under up us use very was water way we well went were what when where which \
      while white who will with word work world would write year you young your\
      """
          .split(" ");

  /// Where documents come from.
  private interface Source {
    String document(RandomGenerator random);
  }

  private final Optional<String> model;
  private final int documents;
  private final Source source;
  private final List<Question> repeated;

  private Questions(Optional<String> model, int documents, int distinct, Source source) {
    if (documents < 1) {
      throw new IllegalArgumentException("documents must be at least 1, but is " + documents);
    }
    if (distinct < 0) {
      throw new IllegalArgumentException("distinct must not be negative, but is " + distinct);
    }
    this.model = model;
    this.documents = documents;
    this.source = source;
    this.repeated = Stream.generate(this::fresh).limit(distinct).toList();
  }

  /// Documents of common English words, lognormal in length.
  ///
  /// @param documents of a request
  /// @param words of a document on average
  /// @param distinct so many different requests, each sent again and again; 0: no two alike
  public static Questions ofWords(Optional<String> model, int documents, int words, int distinct) {
    if (words < 1) {
      throw new IllegalArgumentException("words must be at least 1, but is " + words);
    }
    double scale = words / Math.exp(SPREAD * SPREAD / 2);
    return new Questions(
        model,
        documents,
        distinct,
        random -> {
          long length = Math.round(scale * Math.exp(SPREAD * random.nextGaussian()));
          return Stream.generate(() -> WORDS[random.nextInt(WORDS.length)])
              .limit(Math.max(1, length))
              .collect(Collectors.joining(" "));
        });
  }

  /// Documents drawn from `texts`, which must not be empty.
  public static Questions ofTexts(
      Optional<String> model, int documents, List<String> texts, int distinct) {
    return new Questions(
        model, documents, distinct, random -> texts.get(random.nextInt(texts.size())));
  }

  Question next() {
    return repeated.isEmpty()
        ? fresh()
        : repeated.get(ThreadLocalRandom.current().nextInt(repeated.size()));
  }

  private Question fresh() {
    RandomGenerator random = ThreadLocalRandom.current();
    List<String> texts =
        IntStream.range(0, documents).mapToObj(_ -> source.document(random)).toList();
    String query = excerpt(texts.get(random.nextInt(documents)), random);
    return new Question(body(query, texts), documents);
  }

  private static String excerpt(String text, RandomGenerator random) {
    List<String> words = List.of(text.strip().split("\\s+"));
    int start = random.nextInt(Math.max(1, words.size() - QUERY_WORDS));
    return String.join(" ", words.subList(start, Math.min(words.size(), start + QUERY_WORDS)));
  }

  private byte[] body(String query, List<String> texts) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (model.isPresent()) {
        json.writeStringField("model", model.get());
      }
      json.writeStringField("query", query);
      json.writeArrayFieldStart("documents");
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
      json.writeBooleanField("return_documents", false);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }
}
