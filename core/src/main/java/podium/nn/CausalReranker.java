package podium.nn;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import podium.RerankException.ModelUnavailable;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.model.Config;
import podium.model.Family;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.nn.Answer.Tokens;
import podium.nn.Checkpoint.Bias;
import podium.tensor.Batch;
import podium.tensor.StoredTensor;

/// Decoders that judge one document at a time: language models that are asked a question, of whose
/// output layer only the answer's rows are used, and sequence classifiers made of such models.
///
/// @param name of the decoder in the names of its Python classes
/// @param answer to the question that the family's rerankers are asked
/// @param longest prompt that they were made for, in tokens
record CausalReranker(String name, Answer answer, int longest) {

  private static final String ZERANK_UNTESTED =
      "prompt and scale are those that zerank's authors published; there are no reference values that they were tested against";

  private static final String LOGIT_SCORE = "LogitScore";

  private static final String NOT_SURE =
      "nothing says that this language model was trained to rerank; a chat model answers, too, but poorly";

  /// What the directory holds if `architectures[0]` is a class of this decoder.
  ///
  /// @param check reads `config.json` and refuses what the family cannot compute
  Optional<Recognition> recognise(ModelFiles files, Family family, Consumer<Config> check) {
    boolean classifier = isClassifier(files);
    if (!classifier && !isLanguageModel(files)) {
      return Optional.empty();
    }
    if (classifier) {
      PairClassifier.requireOneOrTwoLabels(files.labels());
    }
    check.accept(files.config());
    Answer question = question(files);
    return Optional.of(
        new Recognition(
            family.id(),
            "config.json: architectures[0] is " + files.architecture().orElseThrow(),
            Math.min(longest, files.config().positive("max_position_embeddings", longest)),
            question.template(),
            remarks(files, question)));
  }

  private List<String> remarks(ModelFiles files, Answer question) {
    if (question == Answer.YES_OF_ZERANK) {
      return List.of(ZERANK_UNTESTED);
    }
    return isClassifier(files) ? List.of() : remarks(files);
  }

  /// What is to be said of a language model in these files.
  static List<String> remarks(ModelFiles files) {
    boolean called = files.module(LOGIT_SCORE).isPresent() || files.calledReranker();
    return called ? List.of() : List.of(NOT_SURE);
  }

  private boolean isLanguageModel(ModelFiles files) {
    return files.architecture().filter((name + "ForCausalLM")::equals).isPresent();
  }

  private boolean isClassifier(ModelFiles files) {
    return files.architecture().filter((name + "ForSequenceClassification")::equals).isPresent();
  }

  /// What the model is asked: the family's question, unless sentence-transformers has written down
  /// the tokens of another answer.
  private Answer question(ModelFiles files) {
    return files.module(LOGIT_SCORE).map(config -> question(files, tokens(config))).orElse(answer);
  }

  private Answer question(ModelFiles files, Tokens tokens) {
    return Stream.of(answer, Answer.YES_OR_NO, Answer.ONE_OR_ZERO)
        .filter(known -> known.tokens(files).equals(Optional.of(tokens)))
        .findFirst()
        .orElseThrow(() ->
            new ModelUnavailable(
                "modules.json: %s compares the tokens %d and %s, which answer no question that we know; prompts of a model's own (chat_template.jinja) are not supported"
                    .formatted(
                        LOGIT_SCORE,
                        tokens.affirming(),
                        tokens.denying().map(Object::toString).orElse("none"))));
  }

  private static Tokens tokens(Config logitScore) {
    return new Tokens(
        logitScore.natural("true_token_id"), logitScore.optionalNatural("false_token_id"));
  }

  Network load(ModelDirectory model, Engine engine, DecoderShape shape) {
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    return new Loaded(
        Decoder.load(checkpoint.at("model"), shape),
        isClassifier(model)
            ? LogitLayer.load(checkpoint, "score", shape.hidden(), Bias.ABSENT)
            : LogitLayer.of(answerRow(model, question(model), "model", shape), engine));
  }

  /// The row of the output layer that yields the logit, `[1, hidden]`.
  ///
  /// @param decoder where the decoder's tensors are
  static StoredTensor answerRow(
      ModelDirectory model, Answer answer, String decoder, DecoderShape shape) {
    Tokens tokens =
        model
            .module(LOGIT_SCORE)
            .map(CausalReranker::tokens)
            .or(() -> answer.tokens(model))
            .orElseThrow(() ->
                new ModelUnavailable("tokenizer.json lacks a token of the answer, " + answer));
    return tokens.row(outputLayer(model, decoder, shape));
  }

  /// `[vocabulary, hidden]`; the embeddings where no other is stored.
  private static StoredTensor outputLayer(
      ModelDirectory model, String decoder, DecoderShape shape) {
    return model
        .optionalTensor("lm_head.weight", shape.vocabulary(), shape.hidden())
        .orElseGet(() ->
            model.tensor(decoder + ".embed_tokens.weight", shape.vocabulary(), shape.hidden()));
  }

  private record Loaded(Decoder decoder, LogitLayer output) implements PairNetwork {

    @Override
    public float[] logits(Operators o, Batch batch) {
      return output.logits(o, decoder.lastRows(o, batch));
    }

    @Override
    public long keptPerPrefixToken() {
      return decoder.keptPerPrefixToken();
    }
  }
}
