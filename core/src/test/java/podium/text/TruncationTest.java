package podium.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import podium.text.Truncation.Lengths;

class TruncationTest {

  @Test
  void keepsWhatFits() {
    assertThat(Truncation.longestFirst(3, 5, 8)).isEqualTo(new Lengths(3, 5));
  }

  @Test
  void cutsTheLongerUntilBothFit() {
    assertThat(Truncation.longestFirst(3, 50, 20)).isEqualTo(new Lengths(3, 17));
    assertThat(Truncation.longestFirst(50, 3, 20)).isEqualTo(new Lengths(17, 3));
  }

  @Test
  void givesAnOddTokenToTheLonger() {
    assertThat(Truncation.longestFirst(50, 51, 21)).isEqualTo(new Lengths(10, 11));
    assertThat(Truncation.longestFirst(51, 50, 21)).isEqualTo(new Lengths(11, 10));
  }

  @Test
  void givesAnOddTokenToTheDocumentIfBothAreEqual() {
    assertThat(Truncation.longestFirst(50, 50, 21)).isEqualTo(new Lengths(10, 11));
  }

  @Test
  void survivesLengthsNearTheLargestInteger() {
    assertThat(Truncation.longestFirst(Integer.MAX_VALUE, Integer.MAX_VALUE, 9))
        .isEqualTo(new Lengths(4, 5));
  }

  @Test
  void cutsAsIfTokenByToken() {
    for (int query = 0; query <= 40; query++) {
      for (int document = 0; document <= 40; document++) {
        for (int budget = 0; budget <= 40; budget++) {
          assertThat(Truncation.longestFirst(query, document, budget))
              .as("query %d, document %d, budget %d", query, document, budget)
              .isEqualTo(tokenByToken(query, document, budget));
        }
      }
    }
  }

  /// Takes a token from the longer one until both fit; if they are equal, from the one that was not
  /// longer at first, or from the query if neither was.
  private static Lengths tokenByToken(int query, int document, int budget) {
    int q = query;
    int d = document;
    while (q + d > budget) {
      boolean fromQuery = q == d ? query <= document : q > d;
      if (fromQuery) {
        q--;
      } else {
        d--;
      }
    }
    return new Lengths(q, d);
  }
}
