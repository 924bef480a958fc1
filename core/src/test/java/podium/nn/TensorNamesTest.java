package podium.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.ReferenceEngine;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.model.TensorFile;
import podium.nn.Golden.Case;
import podium.tensor.Batch;
import podium.tensor.DType;

/// The same weights under the other names that they may have give the same logits.
class TensorNamesTest {

  @TempDir Path folder;

  /// A tensor of a file.
  private static final class Entry {
    private final DType dtype;
    private final List<Integer> shape;
    private final byte[] bytes;

    Entry(DType dtype, List<Integer> shape, byte[] bytes) {
      this.dtype = dtype;
      this.shape = shape;
      this.bytes = bytes;
    }

    /// Rows `from` until `to`.
    Entry rows(int from, int to) {
      int row = bytes.length / shape.getFirst();
      var part = new ArrayList<>(shape);
      part.set(0, to - from);
      return new Entry(dtype, part, Arrays.copyOfRange(bytes, from * row, to * row));
    }
  }

  @Test
  void newModelsMayLackThePrefix() {
    var renamed = new LinkedHashMap<String, Entry>();
    tensors("new").forEach((name, tensor) -> renamed.put(name.replaceFirst("^new\\.", ""), tensor));

    assertSameLogits("new", ModelCopy.of("new", folder), renamed);
  }

  @Test
  void newModelsMayHaveQueriesKeysAndValuesApart() {
    var split = new LinkedHashMap<String, Entry>();
    tensors("new")
        .forEach((name, tensor) -> {
          if (!name.contains("qkv_proj")) {
            split.put(name, tensor);
            return;
          }
          int part = tensor.shape.getFirst() / 3;
          for (int i = 0; i < 3; i++) {
            String other = name.replace("qkv", List.of("q", "k", "v").get(i));
            split.put(other, tensor.rows(i * part, (i + 1) * part));
          }
        });

    assertSameLogits("new", ModelCopy.of("new", folder).with("pack_qkv", "false"), split);
  }

  @Test
  void debertaMayHaveProjectionsOfItsOwnForPositions() {
    var more = new LinkedHashMap<String, Entry>();
    tensors("deberta_v2")
        .forEach((name, tensor) -> {
          more.put(name, tensor);
          if (name.contains("key_proj") || name.contains("query_proj")) {
            more.put(name.replaceFirst("(key|query)_proj", "pos_$1_proj"), tensor);
          }
        });

    assertSameLogits(
        "deberta_v2", ModelCopy.of("deberta_v2", folder).with("share_att_key", "false"), more);
  }

  @Test
  void debertaMayWriteItsTermsAsText() {
    assertSameLogits(
        "deberta_v2",
        ModelCopy.of("deberta_v2", folder).with("pos_att_type", "\"p2c|c2p\""),
        tensors("deberta_v2"));
  }

  private static void assertSameLogits(String golden, ModelCopy copy, Map<String, Entry> tensors) {
    var file = new TensorFile();
    tensors.forEach(
        (name, tensor) -> file.add(name, tensor.dtype, tensor.shape.toString(), tensor.bytes));
    file.write(copy.path().resolve("model.safetensors"));
    List<Case> cases = Golden.of(golden).cases().subList(0, 4);
    try (Engine engine = new ReferenceEngine();
        Operators operators = engine.operators(1);
        ModelDirectory model = copy.open()) {
      Network network = Families.of(Recognition.of(model, Families.IN_ORDER)).load(model, engine);
      float[][] outputs =
          network.outputs(operators, Batch.of(cases.stream().map(Case::encoding).toList()));

      new Tolerance.OfRawScores(1e-4).check(Golden.scores(cases), Golden.read(cases, outputs));
    }
  }

  private static Map<String, Entry> tensors(String golden) {
    try {
      byte[] file = Files.readAllBytes(Golden.of(golden).model().resolve("model.safetensors"));
      int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
      var result = new LinkedHashMap<String, Entry>();
      for (var entry : new ObjectMapper().readTree(file, Long.BYTES, header).properties()) {
        JsonNode tensor = entry.getValue();
        if (tensor.has("dtype")) {
          int start = Long.BYTES + header;
          result.put(
              entry.getKey(),
              new Entry(
                  DType.valueOf(tensor.path("dtype").textValue()),
                  tensor.path("shape").valueStream().map(JsonNode::intValue).toList(),
                  Arrays.copyOfRange(
                      file,
                      start + tensor.path("data_offsets").get(0).intValue(),
                      start + tensor.path("data_offsets").get(1).intValue())));
        }
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
