package podium.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import podium.bench.BenchShape;
import podium.bench.BenchShape.TensorShape;
import podium.json.JsonObject;
import podium.json.JsonValue;
import podium.tensor.DType;

/// A model of one family that is small enough to be made and computed in a moment, and what the
/// plain Java engine of the tests says of the documents of [SelfTest].
///
/// @param shape called by the id of the family
/// @param logits raw scores in f32, in the order of the documents
record TinyModel(BenchShape shape, List<Float> logits) {

  private static final int MOST = 1000;
  private static final int VOCABULARY = 64;
  private static final int MAX_LENGTH = 256;

  TinyModel {
    logits = List.copyOf(logits);
  }

  /// One of each family. `models.json` is made from the tiny models of core's tests: their
  /// configuration and tensors with a smaller vocabulary.
  static List<TinyModel> all() {
    return JsonValue.parse(resource(), "models").items(MOST).stream()
        .map(JsonValue::object)
        .map(TinyModel::of)
        .toList();
  }

  private static TinyModel of(JsonObject model) {
    List<TensorShape> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonValue> tensor :
        member(model, "tensors").object().members().entrySet()) {
      tensors.add(new TensorShape(tensor.getKey(), dimensions(tensor.getValue())));
    }
    JsonValue config = member(model, "config");
    String family = member(model, "family").text();
    var shape = new BenchShape(family, config.json(), VOCABULARY, MAX_LENGTH, DType.F32, tensors);
    List<JsonValue> logits = member(model, "logits").items(MOST);
    return new TinyModel(shape, logits.stream().map(value -> Float.valueOf(value.json())).toList());
  }

  private static JsonValue member(JsonObject object, String name) {
    return object.get(name).orElseThrow();
  }

  private static List<Integer> dimensions(JsonValue shape) {
    return shape.items(MOST).stream().map(JsonValue::positive).toList();
  }

  private static String resource() {
    try (InputStream in =
        Objects.requireNonNull(TinyModel.class.getResourceAsStream("models.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("models.json cannot be read", e);
    }
  }
}
