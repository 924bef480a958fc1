package podium.engine.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The compiled primitives of one worker. Those not used for longest are dropped: each holds up to
/// a megabyte of machine code.
final class PrimitiveCache implements AutoCloseable {

  static final int CAPACITY = 256;

  private final Stream stream;
  private final Map<Recipe, Primitive> primitives = new LinkedHashMap<>(16, 0.75f, true);

  PrimitiveCache(Stream stream) {
    this.stream = stream;
  }

  /// Valid until the next call.
  Primitive get(Recipe recipe) {
    @Nullable Primitive known = primitives.get(recipe);
    return known != null ? known : compile(recipe);
  }

  private Primitive compile(Recipe recipe) {
    if (primitives.size() >= CAPACITY) {
      var oldest = primitives.entrySet().iterator();
      oldest.next().getValue().close();
      oldest.remove();
    }
    Primitive primitive = recipe.compile(stream);
    primitives.put(recipe, primitive);
    return primitive;
  }

  /// Which implementation each recipe got, for tests and people.
  Map<String, String> implementations() {
    Map<String, String> result = new TreeMap<>();
    primitives.forEach(
        (recipe, primitive) -> result.put(recipe.toString(), primitive.implementation()));
    return result;
  }

  @Override
  public void close() {
    primitives.values().forEach(Primitive::close);
    primitives.clear();
  }
}
