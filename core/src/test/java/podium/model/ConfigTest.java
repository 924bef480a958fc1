package podium.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import podium.RerankException.ModelUnavailable;

class ConfigTest {

  private static final String JSON =
      """
      {
        "hidden_size": 768,
        "pad_token_id": 0,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "tie": false,
        "nothing": null,
        "architectures": ["BertModel"],
        "rope_parameters": {"rope_theta": 10000.0},
        "huge": 1000000000000000019884624838656,
        "endless": Infinity,
        "broken": {"hidden_size": "768", "heads": 12.5, "layers": 0, "names": ["a", 1]}
      }
      """;

  private final Config config = new Config("config.json", Json.tree("c", JSON.getBytes(UTF_8)));

  @Test
  void readsValuesByType() {
    assertThat(config.positive("hidden_size")).isEqualTo(768);
    assertThat(config.natural("pad_token_id", 1)).isZero();
    assertThat(config.number("layer_norm_eps", 1)).isEqualTo(1e-12);
    assertThat(config.text("hidden_act", "relu")).isEqualTo("gelu");
    assertThat(config.flag("tie", true)).isFalse();
    assertThat(config.texts("architectures")).containsExactly("BertModel");
  }

  @Test
  void descendsAtDots() {
    assertThat(config.number("rope_parameters.rope_theta", 1)).isEqualTo(10000);
    assertThat(config.value("hidden_size.x")).isEmpty();
  }

  @Test
  void takesNullForAbsent() {
    assertThat(config.value("nothing")).isEmpty();
    assertThat(config.positive("nothing", 7)).isEqualTo(7);
    assertThat(config.texts("nothing")).isEmpty();
  }

  @Test
  void capsLimitsAtTheLargestInteger() {
    assertThat(config.limit("hidden_size")).isEqualTo(768);
    assertThat(config.limit("huge")).isEqualTo(Integer.MAX_VALUE);
    assertThat(config.limit("endless")).isEqualTo(Integer.MAX_VALUE);
    assertThat(config.limit("absent")).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void namesFileKeyExpectedAndFound() {
    assertRefused(c -> c.positive("absent"), "config.json has no absent");
    assertRefused(
        c -> c.positive("broken.hidden_size"),
        "config.json: broken.hidden_size must be a positive integer, but is \"768\"");
    assertRefused(
        c -> c.positive("broken.heads", 1),
        "config.json: broken.heads must be a positive integer, but is 12.5");
    assertRefused(
        c -> c.positive("broken.layers"),
        "config.json: broken.layers must be a positive integer, but is 0");
    assertRefused(
        c -> c.positive("huge"),
        "config.json: huge must be a positive integer, but is 1000000000000000019884624838656");
    assertRefused(
        c -> c.number("endless", 1), "config.json: endless must be a number, but is \"Infinity\"");
    assertRefused(
        c -> c.texts("broken.names"),
        "config.json: broken.names must be a list of strings, but is [\"a\",1]");
    assertRefused(
        c -> c.flag("hidden_act", true),
        "config.json: hidden_act must be true or false, but is \"gelu\"");
    assertRefused(
        c -> c.limit("pad_token_id"),
        "config.json: pad_token_id must be a number of at least 1, but is 0");
  }

  private void assertRefused(Consumer<Config> read, String sentence) {
    assertThatThrownBy(() -> read.accept(config))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage(sentence);
  }
}
