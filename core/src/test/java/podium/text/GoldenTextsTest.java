package podium.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.LengthLimits;
import podium.SpecialTokens;
import podium.tensor.Encoding;
import podium.text.GoldenTexts.Pair;

/// The token ids of all goldens, exactly.
class GoldenTextsTest {

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void pairsAreEncodedAsByTheReference(String model) {
    try (PairEncoder encoder = open(model, SpecialTokens.PARSE)) {
      assertThat(GoldenTexts.pairs(model))
          .hasSizeGreaterThan(20)
          .allSatisfy(pair -> check(encoder, pair));
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void withoutSpecialTokensInTextsItMakesNoDifferenceWhatTheyMean(String model) {
    try (PairEncoder encoder = open(model, SpecialTokens.TEXT)) {
      assertThat(GoldenTexts.pairs(model).filter(pair -> !pair.name().equals("special_tokens")))
          .hasSizeGreaterThan(20)
          .allSatisfy(pair -> check(encoder, pair));
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void specialTokensInTextsAreCharactersUnlessAskedFor(String model) {
    try (PairEncoder text = open(model, SpecialTokens.TEXT);
        PairEncoder parse = open(model, SpecialTokens.PARSE)) {
      Pair special =
          GoldenTexts.pairs(model).filter(p -> p.name().equals("special_tokens")).findAny().get();

      assertThat(encode(text, special).ids()).isNotEqualTo(encode(parse, special).ids());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "modernbert_mean", "xlm_roberta"})
  void specialTokensAsTextAreEncodedAsByTheReference(String model) {
    try (PairEncoder encoder = open(model, SpecialTokens.TEXT)) {
      assertThat(GoldenTexts.literalPairs(model))
          .hasSizeGreaterThan(2)
          .allSatisfy(pair -> assertThat(encode(encoder, pair).ids()).isEqualTo(pair.ids()));
    }
  }

  @Test
  void manyThreadsShareAnEncoder() throws Exception {
    try (PairEncoder encoder = open("xlm_roberta", SpecialTokens.PARSE);
        var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        List<Pair> shuffled = new ArrayList<>(GoldenTexts.pairs("xlm_roberta").toList());
        Collections.shuffle(shuffled, new Random(thread));
        tasks.add(() -> {
          for (int round = 0; round < 10; round++) {
            shuffled.forEach(pair -> check(encoder, pair));
          }
          return null;
        });
      }

      for (var result : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
        result.get();
      }
    }
  }

  private static PairEncoder open(String model, SpecialTokens mode) {
    return PairEncoder.load(
        GoldenTexts.tokenizer(model), mode, GoldenTexts.maxLength(model), 1_000_000);
  }

  private static Encoding encode(PairEncoder encoder, Pair pair) {
    return encoder.pair(encoder.query(pair.query()), pair.document(), 0, LengthLimits.NONE);
  }

  private static void check(PairEncoder encoder, Pair pair) {
    Encoding encoding = encode(encoder, pair);

    assertThat(encoding.ids()).as(pair.name()).isEqualTo(pair.ids());
    pair.typeIds()
        .ifPresent(types -> assertThat(encoding.typeIds()).as(pair.name()).isEqualTo(types));
  }
}
