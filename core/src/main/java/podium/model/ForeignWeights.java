package podium.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import podium.RerankException.ModelUnavailable;

/// Weights that we do not read, and what to use instead.
public enum ForeignWeights {
  ADAPTER(
      "adapter_model\\.(safetensors|bin)",
      "is an adapter, not a whole model; merge it into its base model and save that"),
  PICKLE(
      "pytorch_model.*\\.bin|.*\\.(pt|pth|ckpt|pkl)",
      "is a pickle file, which can run code when read and is never loaded; use the model's"
          + " model.safetensors, or make one with save_pretrained"),
  GGUF(
      ".*\\.(gguf|ggml)",
      "is in the format of llama.cpp; use the model.safetensors of the model it was made from"),
  ONNX(".*\\.onnx", "is an ONNX graph; use the model.safetensors of the model it was made from"),
  TENSORFLOW(
      ".*\\.(h5|msgpack)",
      "holds weights for TensorFlow or Flax; use the model's model.safetensors, or make one with"
          + " save_pretrained");

  /// Of older versions, which left `config.json` as it was.
  private static final Map<String, String> FILES_OF_QUANTIZERS =
      Map.of("quantize_config.json", "gptq", "quant_config.json", "awq");

  private final String files;
  private final String advice;

  ForeignWeights(String files, String advice) {
    this.files = files;
    this.advice = advice;
  }

  /// Whether a file of that name holds weights in one of these formats.
  static boolean has(String file) {
    return Stream.of(values()).anyMatch(format -> format.matches(file));
  }

  /// Why a folder without `model.safetensors` and without index has no weights for us.
  static ModelUnavailable refusal(Folder folder) {
    return refusal(
        Stream.concat(folder.names("").stream(), folder.names("onnx").stream().map("onnx/"::concat))
            .toList());
  }

  /// The same by the names of its files, those in the folder `onnx` included.
  public static ModelUnavailable refusal(List<String> files) {
    for (ForeignWeights format : values()) {
      Optional<String> file = files.stream().filter(format::matches).findFirst();
      if (file.isPresent()) {
        return Refusal.of("%s %s".formatted(file.get(), format.advice));
      }
    }
    return files.stream()
        .filter(file -> file.endsWith(".safetensors"))
        .findFirst()
        .map(file -> Refusal.of("the folder has %s, but no %s".formatted(file, ShardIndex.FILE)))
        .orElseGet(() -> Refusal.of("the folder has no " + Weights.SINGLE_FILE));
  }

  /// Refuses weights that are packed into integers in a way that we do not read, as `config.json`
  /// of GPTQ, AWQ and bitsandbytes models says, or a file of its own beside it. [PackedWeights]
  /// reads those of MLX.
  static void refuseQuantized(Config config, Folder folder) {
    Optional<JsonNode> mlx = config.value("quantization").filter(node -> !node.isEmpty());
    if (mlx.isPresent()) {
      String mode = mlx.get().path("mode").asText("affine");
      if (!mode.equals("affine")) {
        throw Refusal.of(
            "config.json: quantization.mode must be affine, but is %s; use the model it was made from"
                .formatted(Refusal.quote(mode)));
      }
      return;
    }
    config
        .value("quantization_config")
        .filter(node -> !node.isEmpty())
        .ifPresent(settings -> {
          throw quantized("config.json", method(settings));
        });
    FILES_OF_QUANTIZERS.forEach((file, method) -> {
      if (folder.has(file)) {
        throw quantized(file, method);
      }
    });
  }

  private static String method(JsonNode settings) {
    boolean bitsAndBytes = settings.has("load_in_4bit") || settings.has("load_in_8bit");
    return Refusal.quote(
        settings.path("quant_method").asText(bitsAndBytes ? "bitsandbytes" : "unknown method"));
  }

  private static ModelUnavailable quantized(String file, String method) {
    return Refusal.of(
        "%s: the weights are quantized (%s), but must be F32, F16, BF16 or packed by MLX; use the model they were made from"
            .formatted(file, method));
  }

  private boolean matches(String file) {
    return file.toLowerCase(Locale.ROOT).matches("(onnx/)?(" + files + ")");
  }
}
