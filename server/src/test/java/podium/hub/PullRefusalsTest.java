package podium.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static podium.hub.PullFixture.ID;
import static podium.hub.PullFixture.WEIGHTS;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.hub.HubException.Refused;

/// What `podium pull` will not do, and what it says then.
class PullRefusalsTest {

  @TempDir private Path models;
  private PullFixture pull;

  @BeforeEach
  void start() throws Exception {
    pull = new PullFixture(models);
  }

  @AfterEach
  void stop() throws Exception {
    pull.close();
  }

  private void assertRefused(String name, String token, String message) {
    assertThatThrownBy(() -> pull.pull(name, token))
        .isInstanceOf(Refused.class)
        .hasMessage(message);
  }

  @Test
  void aModelThatIsNotThere() {
    String hub = pull.hub.uri();
    assertRefused(
        "org/nothing",
        "",
        "there is no model org/nothing at %s, or it is private: check the name, or set HF_TOKEN"
            .formatted(hub));
    assertRefused(
        "org/nothing",
        HubStandIn.TOKEN,
        "there is no model org/nothing at %s, or your account may not see it".formatted(hub));
  }

  @Test
  void aRevisionThatIsNotThere() {
    assertRefused(ID + "@v9", "", ID + " has no revision v9");
  }

  @Test
  void aTokenThatTheHubDoesNotKnow() {
    assertRefused(ID, "hf_wrong", "the hub does not know the token in HF_TOKEN or its file");
  }

  @Test
  void aGatedModel() {
    pull.model.access = StandInModel.Access.GATED;
    String page = pull.hub.uri() + "/" + ID;

    assertRefused(
        ID,
        "",
        "%s is gated: ask for access at %s, then set HF_TOKEN to a token of your account"
            .formatted(ID, page));
    assertRefused(
        ID,
        HubStandIn.TOKEN,
        "%s is gated and your account has no access to it: ask for it at %s".formatted(ID, page));
  }

  @Test
  void aModelWithoutSafetensors() {
    pull.model.without(WEIGHTS).with("pytorch_model.bin", "pickle");

    assertRefused(
        ID,
        "",
        ID
            + ": pytorch_model.bin is a pickle file, which can run code when read and is never"
            + " loaded; use the model's model.safetensors, or make one with save_pretrained; if"
            + " its discussions offer a conversion, add @refs/pr/NUMBER to the name");
  }

  @Test
  void aModelWithoutTokenizer() {
    pull.model.without("tokenizer.json");

    assertRefused(ID, "", ID + " has no tokenizer.json, without which it cannot be used");
  }

  @Test
  void aModelThatCannotBeServedBeforeItsWeightsAreHere() throws Exception {
    String config = new String(pull.model.file("config.json"), StandardCharsets.UTF_8);
    pull.model.with("config.json", config.replace("BertForSequenceClassification", "BertModel"));
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Hold(100_000, new CountDownLatch(1)));

    assertThatThrownBy(pull::pull)
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith(ID + " cannot be served: config.json: architecture BertModel");
    assertThat(pull.files()).isEmpty();
    assertThat(pull.folder().getParent()).doesNotExist();
  }

  @Test
  void aModelThatLacksATensorBeforeItsWeightsAreHere() throws Exception {
    byte[] weights = pull.model.file(WEIGHTS);
    String latin = new String(weights, StandardCharsets.ISO_8859_1);
    pull.model.with(
        WEIGHTS,
        latin
            .replaceFirst("classifier.weight", "classifier.wright")
            .getBytes(StandardCharsets.ISO_8859_1));
    pull.hub.plan("elsewhere", WEIGHTS, new Fault.Hold(100_000, new CountDownLatch(1)));

    assertThatThrownBy(pull::pull)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("cannot be served")
        .hasMessageContaining("classifier.weight");
  }

  @Test
  void anIndexThatNamesFilesOutsideOfTheModel() throws Exception {
    StandInModel sharded = StandInModel.of(PullFixture.golden("xlm_roberta_sharded"));
    pull.hub.has("org/sharded", sharded);
    sharded.with("../up.safetensors", "x");
    String index = "{\"weight_map\":{\"a\":\"%s\"}}";

    sharded.with(Selection.INDEX, index.formatted("../up.safetensors"));
    assertRefused(
        "org/sharded",
        "",
        "org/sharded: model.safetensors.index.json names the file '../up.safetensors', which no file of weights is called");
    sharded.with(Selection.INDEX, index.formatted("missing.safetensors"));
    assertRefused(
        "org/sharded",
        "",
        "org/sharded: model.safetensors.index.json names the file 'missing.safetensors', which is not there");
  }

  @Test
  void aFolderThatSomebodyElseMade() throws Exception {
    Files.createDirectories(pull.folder());

    assertRefused(
        ID,
        "",
        "%s is there and was not put there by podium pull; move it away to get %s anew"
            .formatted(pull.folder(), ID));
  }

  @Test
  void aFolderThatWasChangedSince() throws Exception {
    pull.pull();
    Files.writeString(pull.folder().resolve("notes.txt"), "mine");

    assertRefused(
        ID,
        "",
        "%s is not as it was pulled: notes.txt differs; move the folder away to get %s anew"
            .formatted(pull.folder(), ID));
    assertThat(pull.folder().resolve("notes.txt")).exists();
  }

  @Test
  void toGoOnlineWhenTheEnvironmentForbidsIt() {
    var settings =
        HubSettings.of(Map.of("HF_ENDPOINT", pull.hub.uri(), "HF_HUB_OFFLINE", "1"), models);
    var puller = new Puller(settings, pull.quiet());

    assertThatThrownBy(() -> puller.pull(HubName.parse(ID), models))
        .isInstanceOf(Refused.class)
        .hasMessage(ID + " cannot be got: HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set");
    assertThat(pull.hub.seen()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWritten() throws Exception {
    Path file = Files.createFile(models.resolve("tiny-org"));

    assertThatThrownBy(pull::pull)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("cannot be written")
        .hasMessageContaining(models.toString());
    assertThat(file).isRegularFile();
  }

  @Test
  void moreThanTheDiskHasRoomFor() throws Exception {
    pull.model.barelyListed = true;
    var headers =
        Map.of("X-Linked-Size", "9000000000000000", "X-Linked-Etag", "\"" + "a".repeat(64) + "\"");
    pull.hub.plan("hub", WEIGHTS, new Fault.Status(200, headers));

    assertThatThrownBy(pull::pull)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("has room for")
        .hasMessageContaining("but 9000000001 MB are needed");
  }
}
