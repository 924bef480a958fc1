package podium.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubNameTest {

  @Test
  void hasAnOrganisationANameAndPerhapsARevision() {
    HubName plain = HubName.parse("BAAI/bge-reranker-v2-m3");
    HubName exact = HubName.parse("BAAI/bge-reranker-v2-m3@refs/pr/1");

    assertThat(plain.id()).isEqualTo("BAAI/bge-reranker-v2-m3");
    assertThat(plain.revision()).isEmpty();
    assertThat(exact.id()).isEqualTo("BAAI/bge-reranker-v2-m3");
    assertThat(exact.revision()).contains("refs/pr/1");
    assertThat(exact).hasToString("BAAI/bge-reranker-v2-m3@refs/pr/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name",
        "a/b/c",
        "../b",
        "a/..",
        "a/.hidden",
        "-a/b",
        "a/b-",
        "a/b--c",
        "a/b..c",
        "a/b.git",
        "a b/c",
        "a/b@",
        "a/b@x y",
        "a/b@../x",
        "a/b@x?y",
        "https://huggingface.co/a/b",
        "a/nameeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
      })
  void cannotBe(String text) {
    assertThat(HubName.isOne(text)).isFalse();
    assertThatThrownBy(() -> HubName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a model on the hub is called org/name or org/name@revision, but not '%s'"
                .formatted(text));
  }
}
