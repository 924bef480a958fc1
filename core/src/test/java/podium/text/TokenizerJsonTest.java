package podium.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import podium.SpecialTokens;

class TokenizerJsonTest {

  private final TokenizerJson unigram = TokenizerJson.read(GoldenTexts.tokenizer("xlm_roberta"));
  private final TokenizerJson bpe = TokenizerJson.read(GoldenTexts.tokenizer("modernbert_cls"));

  @Test
  void findsIdsOfPieces() {
    assertThat(bpe.idOf("<|padding|>")).hasValue(1);
    assertThat(unigram.idOf("</s>")).hasValue(2);
    assertThat(unigram.idOf("▁the")).hasValue(7);
  }

  @Test
  void findsIdsOfAddedTokens() {
    assertThat(bpe.idOf("[SEP]")).hasValue(910);
  }

  @Test
  void findsNothingThatIsNotThere() {
    assertThat(bpe.idOf("[sep]")).isEmpty();
    assertThat(unigram.idOf("the piece that is not there")).isEmpty();
  }

  @Test
  void countsAddedTokensThatATextCanContain() {
    assertThat(bpe.idLimit(SpecialTokens.PARSE)).isEqualTo(913);
    assertThat(bpe.idLimit(SpecialTokens.TEXT)).isEqualTo(908);
    assertThat(unigram.idLimit(SpecialTokens.TEXT)).isEqualTo(755);
  }
}
