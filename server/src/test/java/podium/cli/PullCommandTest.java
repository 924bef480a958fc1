package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.hub.Fault;
import podium.hub.HubStandIn;
import podium.hub.StandInModel;

/// `podium pull`, and other commands that name a model of the hub.
class PullCommandTest {

  private static final String ID = "tiny-org/tiny-bert";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir private Path home;
  private Path models;
  private HubStandIn hub;
  private StandInModel model;

  @BeforeEach
  void start() throws Exception {
    models = home.resolve("models");
    model = StandInModel.golden("bert");
    hub = HubStandIn.start().has(ID, model);
    environment.put("HF_ENDPOINT", hub.uri());
    environment.put("HF_HOME", home.toString());
    environment.put("PODIUM_MODELS", models.toString());
  }

  @AfterEach
  void stop() throws Exception {
    hub.close();
  }

  private int podium(String... args) {
    return Podium.commandLine(environment)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private List<String> lines(StringWriter text) {
    return text.toString().lines().toList();
  }

  private void assertRefused(String message, String... args) {
    assertThat(podium(args)).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("podium: %s%n".formatted(message));
  }

  @Test
  void printsWhereTheModelIs() {
    assertThat(podium("pull", ID)).isZero();

    String commit = model.commit().substring(0, 12);
    assertThat(lines(out)).containsExactly(models.resolve(ID).toString());
    assertThat(lines(err))
        .containsExactly(
            "podium: %s at %s: 5 files, 477 kB".formatted(ID, commit),
            "podium: %s at %s, 477 kB, is complete".formatted(ID, commit));
  }

  @Test
  void getsSeveralModelsInTurn() throws Exception {
    hub.has("other/one", StandInModel.golden("electra"));

    assertThat(podium("pull", ID, "other/one")).isZero();

    assertThat(lines(out))
        .containsExactly(models.resolve(ID).toString(), models.resolve("other/one").toString());
  }

  @Test
  void saysThatAModelIsThere() {
    podium("pull", ID);
    err.getBuffer().setLength(0);

    assertThat(podium("pull", ID)).isZero();

    assertThat(lines(err)).singleElement().asString().endsWith(", was there already");
  }

  @Test
  void aDryRunListsFilesAndGetsNone() {
    assertThat(podium("pull", "--dry-run", ID)).isZero();

    assertThat(out.toString().replace(System.lineSeparator(), "\n"))
        .isEqualTo(
            """
            file                          size
            config.json              828 bytes
            model.safetensors           462 kB
            special_tokens_map.json  125 bytes
            tokenizer.json               12 kB
            tokenizer_config.json         1 kB
            all                         477 kB
            """);
    assertThat(models).doesNotExist();
  }

  @Test
  void aModelThatIsNotThereIsOneLineAndCode2() {
    assertRefused(
        "there is no model no/model at %s, or it is private: check the name, or set HF_TOKEN"
            .formatted(hub.uri()),
        "pull",
        "no/model");
  }

  @Test
  void aNameThatIsNoneIsOneLineAndCode2() {
    assertRefused(
        "a model on the hub is called org/name or org/name@revision, but not 'bert'",
        "pull",
        "bert");
  }

  @Test
  void aHubThatCannotBeAskedIsOneLineAndCode2() {
    environment.put("HF_ENDPOINT", "huggingface.co");

    assertRefused(
        "HF_ENDPOINT must be a URL such as https://huggingface.co, but is 'huggingface.co'",
        "pull",
        ID);
  }

  @Test
  void aHubThatAnswersNonsenseIsOneLineAndCode1() {
    hub.plan("hub", "/revision/main", new Fault.Body("<html>"));

    assertThat(podium("pull", ID)).isEqualTo(1);
    assertThat(err.toString()).startsWith("podium: the hub's answer is not as it should be: ");
  }

  @Test
  void rerankSaysHowToGetAModelThatIsNotThere() {
    models.toFile().mkdirs();

    assertRefused(
        "there is no model %s; there are: podium-tiny; podium pull %s gets it".formatted(ID, ID),
        "rerank",
        "--model",
        ID,
        "--query=q",
        "../LICENSE");
  }

  @Test
  void rerankSaysNothingOfTheHubWhereItCannotHelp() {
    models.toFile().mkdirs();

    assertRefused(
        "there is no model bert; there are: podium-tiny",
        "rerank",
        "--model",
        "bert",
        "--query=q",
        "../LICENSE");
  }

  @Test
  void serveSaysWhatIsMissingWhenItMustStayOffline() {
    models.toFile().mkdirs();

    assertRefused(
        "%s is not in the folders, and --offline is given; podium pull %s gets it where there is a network"
            .formatted(ID, ID),
        "serve",
        "--offline",
        "--model",
        ID);
    assertThat(hub.seen("hub", "")).isEmpty();
  }

  @Test
  void serveSaysWhatIsMissingWhenTheEnvironmentForbidsToAsk() {
    models.toFile().mkdirs();
    environment.put("HF_HUB_OFFLINE", "1");

    assertRefused(
        "%s is not in the folders, and HF_HUB_OFFLINE is set; podium pull %s gets it where there is a network"
            .formatted(ID, ID),
        "serve",
        "--model",
        ID);
  }

  @Test
  void serveDoesNotAskForWhatIsNoNameOfTheHub() {
    models.toFile().mkdirs();

    assertRefused(
        "there is no model bert; there are: podium-tiny", "serve", "--port=0", "--model=bert");
    assertThat(hub.seen("hub", "")).isEmpty();
  }
}
