package podium.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.hub.PullFixture.ID;
import static podium.hub.PullFixture.WEIGHTS;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.model.Listing;
import podium.model.ModelFolders;
import podium.nn.Families;

/// Getting a model from a hub that behaves.
class PullTest {

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

  private List<Listing> listed() {
    return ModelFolders.scan(List.of(models), Families.IN_ORDER);
  }

  @Nested
  class Gets {

    @Test
    void aModelThatCanBeUsed() throws Exception {
      Pulled pulled = pull.pull();

      assertThat(pulled.folder()).isEqualTo(pull.folder());
      assertThat(pulled.isNew()).isTrue();
      assertThat(listed())
          .singleElement()
          .isInstanceOfSatisfying(
              Listing.Found.class, found -> assertThat(found.name()).isEqualTo(ID));
      pull.model.files.forEach(
          (path, content) -> assertThat(pull.folder().resolve(path)).hasBinaryContent(content));
    }

    @Test
    void onlyTheFilesNeeded() throws Exception {
      for (String unused :
          List.of(
              "pytorch_model.bin",
              "onnx/model.onnx",
              "original/model.safetensors",
              "model-00001-of-00002.safetensors",
              "model_fp16.safetensors",
              "vocab.txt",
              ".gitattributes",
              "modeling.py",
              "../outside.json",
              "/etc/passwd",
              "1_Pooling/../../config.json",
              "tokenizer.json/..")) {
        pull.model.with(unused, "unused");
      }

      pull.pull();

      assertThat(pull.files())
          .containsExactly(
              ID + "/.podium-pull.json",
              ID + "/README.md",
              ID + "/config.json",
              ID + "/model.safetensors",
              ID + "/special_tokens_map.json",
              ID + "/tokenizer.json",
              ID + "/tokenizer_config.json");
    }

    @Test
    void theShardsOfAnIndex() throws Exception {
      pull.hub.has("org/sharded", StandInModel.of(PullFixture.golden("xlm_roberta_sharded")));

      pull.pull("org/sharded", "");

      assertThat(listed()).singleElement().isInstanceOf(Listing.Found.class);
    }

    @Test
    void modulesOfSentenceTransformers() throws Exception {
      pull.hub.has("org/modules", StandInModel.of(PullFixture.golden("qwen3_st6")));

      pull.pull("org/modules", "");

      assertThat(models.resolve("org/modules/1_LogitScore/config.json")).isRegularFile();
      assertThat(listed()).singleElement().isInstanceOf(Listing.Found.class);
    }

    @Test
    void filesWithoutContent() throws Exception {
      pull.model.with("NOTICE", "");

      pull.pull();

      assertThat(pull.folder().resolve("NOTICE")).isEmptyFile();
    }

    @Test
    void aModelThatWasRenamedUnderTheNameThatWasAskedFor() throws Exception {
      pull.hub.rename("old-org/old-name", ID);
      pull.hub.has("old-org/old-name", pull.model);

      assertThat(pull.pull("old-org/old-name", "").folder())
          .isEqualTo(models.resolve("old-org/old-name"));
    }

    @Test
    void fromAMirrorThatListsNamesOnly() throws Exception {
      pull.model.barelyListed = true;

      pull.pull();

      assertThat(pull.hub.seen("hub", WEIGHTS)).first().extracting("method").isEqualTo("HEAD");
      assertThat(listed()).singleElement().isInstanceOf(Listing.Found.class);
    }

    @Test
    void aPrivateModelWithTheToken() throws Exception {
      pull.model.access = StandInModel.Access.PRIVATE;

      pull.pull(ID, HubStandIn.GRANTED);

      assertThat(listed()).singleElement().isInstanceOf(Listing.Found.class);
    }

    @Test
    void severalFilesAtOnce() throws Exception {
      pull.hub.has("org/sharded", StandInModel.of(PullFixture.golden("xlm_roberta_sharded")));
      var released = new CountDownLatch(2);
      for (int shard = 2; shard <= 3; shard++) { // neither ends before both have begun
        pull.hub.plan(
            "elsewhere",
            "model-0000%d-of-00005.safetensors".formatted(shard),
            new Fault.Cut(Integer.MAX_VALUE),
            new Fault.Meet(released));
      }

      pull.pull("org/sharded", "");

      assertThat(released.getCount()).isZero();
    }
  }

  @Test
  void theTokenIsForTheHubAlone() throws Exception {
    pull.pull(ID, HubStandIn.TOKEN);

    assertThat(pull.hub.seen())
        .allSatisfy(seen ->
            assertThat(seen.request().header("Authorization"))
                .isEqualTo(seen.server().equals("hub") ? "Bearer " + HubStandIn.TOKEN : ""))
        .extracting("server")
        .contains("elsewhere");
  }

  @Test
  void theTokenIsNotInWhatSettingsPrint() {
    assertThat(pull.hub.settings(HubStandIn.TOKEN).toString()).doesNotContain(HubStandIn.TOKEN);
  }

  @Test
  void aModelThatIsThereIsNotGotAgain() throws Exception {
    pull.pull();
    int requests = pull.hub.seen().size();

    Pulled again = pull.pull();

    assertThat(again.isNew()).isFalse();
    assertThat(pull.hub.seen()).hasSize(requests + 1);
  }

  @Test
  void aNewCommitReplacesTheOldOneAndTakesItsWeightsAlong() throws Exception {
    pull.pull();
    int before = pull.hub.seen("elsewhere", WEIGHTS).size();
    pull.model.with("README.md", "better words").without("special_tokens_map.json");

    Pulled pulled = pull.pull();

    assertThat(pulled.isNew()).isTrue();
    assertThat(pulled.commit()).isEqualTo(pull.model.commit());
    assertThat(pull.folder().resolve("README.md")).hasContent("better words");
    assertThat(pull.folder().resolve("special_tokens_map.json")).doesNotExist();
    assertThat(pull.hub.seen("elsewhere", WEIGHTS)).hasSize(before);
    assertThat(pull.files()).allMatch(file -> file.startsWith(ID + "/"));
  }

  @Test
  void theRecordSaysWhatWasGot() throws Exception {
    pull.pull(ID + "@refs/pr/1", "");

    PullRecord record = PullRecord.in(pull.folder()).orElseThrow();
    assertThat(record.source()).isEqualTo(pull.hub.uri() + "/" + ID);
    assertThat(record.commit()).isEqualTo(pull.model.commit());
    assertThat(record.files()).containsKeys("config.json", WEIGHTS);
    assertThat(record.isOf(HubName.parse(ID))).isTrue();
    assertThat(record.isOf(HubName.parse(ID + "@refs/pr/1"))).isTrue();
    assertThat(record.isOf(HubName.parse(ID + "@" + pull.model.commit().substring(0, 8)))).isTrue();
    assertThat(record.isOf(HubName.parse(ID + "@main"))).isFalse();
  }

  @Test
  void anotherNameOfTheSameCommitIsNoted() throws Exception {
    pull.pull();

    pull.pull(ID + "@refs/pr/1", "");

    assertThat(PullRecord.in(pull.folder()).orElseThrow().revision()).isEqualTo("refs/pr/1");
  }

  @Test
  void whatIsNeededIsSaidWithoutGettingIt() throws Exception {
    assertThat(pull.puller().needed(HubName.parse(ID)))
        .contains(new Puller.Needed(WEIGHTS, pull.model.file(WEIGHTS).length))
        .hasSize(6);

    assertThat(pull.files()).isEmpty();
  }
}
