package podium.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.RerankException.ModelUnavailable;

class ModelFilesTest {

  @TempDir Path folder;

  @Test
  void takesTheFirstArchitecture() {
    try (var model = open("{\"architectures\": [\"BertModel\", \"Other\"]}")) {
      assertThat(model.architecture()).contains("BertModel");
    }
    try (var model = open("{\"architectures\": []}")) {
      assertThat(model.architecture()).isEmpty();
    }
    try (var model = open("{}")) {
      assertThat(model.architecture()).isEmpty();
    }
  }

  @Test
  void countsLabels() {
    assertLabels("{\"id2label\": {\"0\": \"no\", \"1\": \"yes\"}, \"num_labels\": 5}", 2);
    assertLabels("{\"num_labels\": 1}", 1);
    assertLabels("{\"id2label\": null}", 2);
  }

  @Test
  void refusesLabelsThatAreNone() {
    try (var model = open("{\"id2label\": {}}")) {
      assertThatThrownBy(model::labels)
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage("config.json: id2label must be an object that is not empty, but is {}");
    }
  }

  @Test
  void listsModuleTypes() {
    try (var model = open("{}")) {
      assertThat(model.moduleTypes()).isEmpty();

      write("modules.json", "[{\"type\": \"a.B\", \"path\": \"\"}, {\"type\": \"c.D\"}]");
      assertThat(model.moduleTypes()).containsExactly("a.B", "c.D");

      write("modules.json", "{\"type\": \"a.B\"}");
      assertThatThrownBy(model::moduleTypes)
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage("modules.json must be a list of objects with a type each");
    }
  }

  @Test
  void readsConfigurationsInFoldersBelow() {
    write("1_LogitScore/config.json", "{\"true_token_id\": \"x\"}");

    try (var model = open("{}")) {
      Config config = model.json("1_LogitScore/config.json").orElseThrow();
      assertThatThrownBy(() -> config.positive("true_token_id"))
          .hasMessage(
              "1_LogitScore/config.json: true_token_id must be a positive integer, but is \"x\"");
      assertThat(model.json("2_Dense/config.json")).isEmpty();
    }
  }

  @Test
  void readsNothingOutsideOfTheFolder() {
    try (var model = open("{}")) {
      assertThatThrownBy(() -> model.json("../config.json"))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage("file name '../config.json' leads out of the folder");
    }
  }

  private void assertLabels(String config, int labels) {
    try (var model = open(config)) {
      assertThat(model.labels()).isEqualTo(labels);
    }
  }

  private ModelDirectory open(String config) {
    write("config.json", config);
    new TensorFile().write(folder.resolve("model.safetensors"));
    return ModelDirectory.open(folder);
  }

  private void write(String file, String text) {
    TensorFile.write(folder.resolve(file), text);
  }
}
