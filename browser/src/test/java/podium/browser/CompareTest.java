package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompareTest extends PageTest {

  @BeforeEach
  void compare() {
    choose("#other", "random");
    rank(QUERY, DOCUMENTS);
  }

  @Test
  void showsBothRankingsSideBySide() {
    assertThat(browser.find("#summary").getText())
        .matches("4 documents ranked by podium-tiny in .*s and by random in .*s\\.");
    assertThat(browser.texts(".side h3 bdi")).containsExactly("podium-tiny", "random");
    assertThat(browser.texts(".side:first-child .text"))
        .startsWith("Paris is the capital and largest city of France.")
        .containsExactlyInAnyOrderElementsOf(DOCUMENTS);
    assertThat(browser.texts(".side:last-child .text"))
        .containsExactlyInAnyOrderElementsOf(DOCUMENTS);
    browser.screenshot("side-by-side");
  }

  @Test
  void aLineLeadsFromEachDocumentToItself() {
    browser.waitFor(_ -> browser.findAll(".lines path").size() == 4);

    List<Boolean> right =
        browser.script(
            """
            const middle = (element) => {
              const box = element.getBoundingClientRect();
              return box.top + box.height / 2 - document.querySelector(".lines").getBoundingClientRect().top;
            };
            return [...document.querySelectorAll(".lines path")].map((path) => {
              const [from, to] = [0, path.getTotalLength()].map((at) => path.getPointAtLength(at).y);
              const [left, right] = document.querySelectorAll(`.card[data-document="${path.dataset.document}"]`);
              return Math.abs(middle(left) - from) < 1 && Math.abs(middle(right) - to) < 1;
            });
            """);
    assertThat(right).hasSize(4).containsOnly(true);
  }

  @Test
  void differencesOfRankAreNumbersToo() {
    List<List<Object>> sides =
        browser.script(
            """
            return [...document.querySelectorAll(".side")].map((side) =>
              [...side.querySelectorAll(".card")].map((card) =>
                [card.dataset.document, card.querySelector(".move").textContent]));
            """);

    List<Object> left = sides.getFirst();
    List<Object> right = sides.getLast();
    for (int place = 0; place < left.size(); place++) {
      var card = (List<?>) left.get(place);
      int other = placeOf(right, card.getFirst());
      String moved = String.valueOf(card.getLast());
      assertThat(moved).contains("place %d with random".formatted(other + 1));
      assertThat(moved.charAt(0)).isEqualTo(other > place ? '▲' : other < place ? '▼' : '–');
    }
  }

  private static int placeOf(List<Object> side, Object document) {
    for (int place = 0; place < side.size(); place++) {
      if (((List<?>) side.get(place)).getFirst().equals(document)) {
        return place;
      }
    }
    throw new AssertionError("document %s is on one side only".formatted(document));
  }

  @Test
  void theAgreementOfBothOrdersIsMeasured() {
    assertThat(browser.texts("#outcome > div > .facts dt"))
        .containsExactly(
            "Same first", "Of the first 4 in both", "Agreement of order (Kendall’s τ)");
    List<Number> known =
        browser.promise(
            """
            const { kendall } = await import("./web/compare.js");
            return [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [5]].map(kendall);
            """);
    assertThat(known.stream().map(Number::doubleValue)).containsExactly(1.0, -1.0, 1 / 3.0, 1.0);
  }

  @Test
  void onAPhoneOneIsBelowTheOther() {
    browser.size(360, 780);

    List<Number> tops =
        browser.script(
            "return [...document.querySelectorAll('.side')].map((side) => side.getBoundingClientRect().top)");
    assertThat(tops.getLast().doubleValue()).isGreaterThan(tops.getFirst().doubleValue() + 100);
    assertThat(browser.find(".lines").isDisplayed()).isFalse();
    browser.screenshot("side-by-side-phone");
  }
}
