package podium.model;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import podium.RerankException.ModelUnavailable;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

/// All tensors of a model, from one safetensors file or from the shards of an index, mapped until
/// closed. Immutable, so that any thread may use it; whoever touches a tensor after [#close] gets
/// an [IllegalStateException].
final class Weights implements AutoCloseable {

  static final String SINGLE_FILE = "model.safetensors";

  private final Arena arena;
  private final String table;
  private final Map<String, Stored> tensors;

  private record Stored(String file, StoredTensor tensor) {}

  private Weights(Arena arena, String table, Map<String, Stored> tensors) {
    this.arena = arena;
    this.table = table;
    this.tensors = tensors;
  }

  /// Whether the folder has weights that we read.
  static boolean areIn(Folder folder) {
    return folder.has(SINGLE_FILE) || folder.has(ShardIndex.FILE);
  }

  @SuppressWarnings("MustBeClosedChecker") // closed by close()
  static Weights open(Folder folder) {
    Arena arena = Arena.ofShared();
    try {
      return folder.has(SINGLE_FILE) ? single(folder, arena) : sharded(folder, arena);
    } catch (Throwable t) {
      arena.close();
      throw t;
    }
  }

  private static Weights single(Folder folder, Arena arena) {
    var tensors = new LinkedHashMap<String, Stored>();
    SafetensorsFile.map(SINGLE_FILE, folder.file(SINGLE_FILE), arena)
        .forEach((name, tensor) -> tensors.put(name, new Stored(SINGLE_FILE, tensor)));
    return new Weights(arena, SINGLE_FILE, tensors);
  }

  private static Weights sharded(Folder folder, Arena arena) {
    var shards = new HashMap<String, Map<String, StoredTensor>>();
    var tensors = new LinkedHashMap<String, Stored>();
    ShardIndex.read(folder)
        .files()
        .forEach((name, file) -> {
          StoredTensor tensor =
              shards
                  .computeIfAbsent(file, f -> SafetensorsFile.map(f, folder.file(f), arena))
                  .get(name);
          if (tensor == null) {
            throw Refusal.of(
                "%s: tensor %s is missing, although %s says that it is there"
                    .formatted(file, Refusal.quote(name), ShardIndex.FILE));
          }
          tensors.put(name, new Stored(file, tensor));
        });
    return new Weights(arena, ShardIndex.FILE, tensors);
  }

  Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  /// The type of most of the bytes, as safetensors files name it in lower case, or `packed` if
  /// networks cannot compute with it as it is.
  String type() {
    Map<DType, Long> bytes = new EnumMap<>(DType.class);
    for (Stored stored : tensors.values()) {
      bytes.merge(stored.tensor().dtype(), stored.tensor().data().byteSize(), Long::sum);
    }
    DType most =
        bytes.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(DType.F32);
    return most.isWeight() ? most.name().toLowerCase(Locale.ROOT) : "packed";
  }

  long bytes() {
    return tensors.values().stream().mapToLong(stored -> stored.tensor().data().byteSize()).sum();
  }

  StoredTensor tensor(String name, long... shape) {
    return optionalTensor(name, shape)
        .orElseThrow(() ->
            Refusal.of(
                "%s: tensor %s %s is missing".formatted(table, name, Arrays.toString(shape))));
  }

  Optional<StoredTensor> optionalTensor(String name, long... shape) {
    Stored stored = tensors.get(name);
    if (stored == null) {
      return Optional.empty();
    }
    StoredTensor tensor = unpacked(stored, shape);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw wrong(stored, Arrays.toString(shape), Arrays.toString(tensor.shape()));
    }
    if (!tensor.dtype().isWeight()) {
      throw wrong(stored, "F32, F16 or BF16", tensor.dtype().toString());
    }
    return Optional.of(tensor);
  }

  /// The first dimension, which packing leaves as it is.
  int rows(String name) {
    Stored stored = tensors.get(name);
    if (stored == null) {
      throw Refusal.of("%s: tensor %s is missing".formatted(table, name));
    }
    long[] shape = stored.tensor().shape();
    if (shape.length == 0) {
      throw wrong(stored, "a matrix", "a single number");
    }
    return stored.tensor().dimension(0);
  }

  private StoredTensor unpacked(Stored stored, long... shape) {
    StoredTensor weight = stored.tensor();
    Stored scales = beside(weight, ".scales");
    Stored biases = beside(weight, ".biases");
    if (scales == null || biases == null || shape.length != 2) {
      return weight;
    }
    return new PackedWeights(weight, scales.tensor(), biases.tensor())
        .matrix(stored.file(), (int) shape[0], (int) shape[1]);
  }

  /// What a packed matrix has beside it; null for any other tensor.
  private @Nullable Stored beside(StoredTensor weight, String other) {
    return PackedWeights.isPacked(weight)
        ? tensors.get(PackedWeights.beside(weight.name(), other))
        : null;
  }

  void releasePages() {
    tensors.values().forEach(stored -> stored.tensor().data().unload());
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  private static ModelUnavailable wrong(Stored stored, String expected, String found) {
    return Refusal.of(
        "%s: tensor %s must be %s, but is %s"
            .formatted(stored.file(), stored.tensor().name(), expected, found));
  }
}
