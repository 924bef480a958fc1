package podium.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.Precision;
import podium.engine.Activation;
import podium.engine.AttentionShape;
import podium.engine.AttentionShape.Reach;
import podium.engine.Engine;
import podium.engine.Lookup;
import podium.engine.RandomTensors;
import podium.engine.RelativeTerms;
import podium.engine.Tensor;
import podium.tensor.Batch;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

/// The library falls back silently to reference kernels, which are hundreds of times slower, when
/// it has nothing better for a shape, layout or post-op. It shall not for ours.
class ImplementationsTest {

  private static final StoredTensor STOCK = new RandomTensors(1).stored(DType.F32, 0.1, 768 * 3072);

  @ParameterizedTest
  @CsvSource({
    // precision, hidden, heads, key heads, intermediate
    "F32, 768, 12, 12, 3072",
    "BF16, 768, 12, 12, 3072",
    "F32, 384, 12, 12, 1536",
    "BF16, 384, 12, 12, 1536",
    "F32, 1024, 16, 8, 1152",
    "BF16, 1024, 16, 8, 1152"
  })
  void noPrimitiveIsAReferenceKernel(
      Precision precision, int hidden, int heads, int keyHeads, int intermediate) {
    assumeTrue(precision == Precision.F32 || OneDnnEngine.computesBf16());
    try (OneDnnEngine engine = OneDnnEngine.open(precision);
        var operators = (OneDnnOperators) engine.operators(hidden == 384 ? 2 : 1)) {
      var layer = new Layer(engine, operators, hidden, heads, keyHeads, intermediate);
      for (Reach reach : List.of(new Reach.All(), new Reach.Window(64), new Reach.Causal())) {
        layer.run(reach, 130, 17);
      }
      layer.run(new Reach.All(), 1);

      assertThat(operators.implementations())
          .hasSizeGreaterThan(20)
          .allSatisfy((_, implementation) -> assertThat(implementation).doesNotStartWith("ref"));
    }
  }

  /// One layer with everything that networks ask for.
  private static final class Layer {
    private final Engine engine;
    private final OneDnnOperators o;
    private final int hidden;
    private final int headSize;
    private final int heads;
    private final int keyHeads;
    private final Engine.Linear qkv;
    private final Engine.Linear output;
    private final Engine.Linear up;
    private final Engine.Linear down;

    Layer(
        Engine engine,
        OneDnnOperators operators,
        int hidden,
        int heads,
        int keyHeads,
        int intermediate) {
      this.engine = engine;
      this.o = operators;
      this.hidden = hidden;
      this.headSize = hidden / heads;
      this.heads = heads;
      this.keyHeads = keyHeads;
      this.qkv = linear(hidden, hidden + 2 * keyHeads * headSize);
      this.output = linear(hidden, hidden);
      this.up = linear(hidden, intermediate);
      this.down = linear(intermediate, hidden);
    }

    private Engine.Linear linear(int in, int out) {
      return engine.linear(List.of(tensor(out, in)), List.of(tensor(out)));
    }

    private StoredTensor tensor(int... shape) {
      int elements = shape.length == 1 ? shape[0] : shape[0] * shape[1];
      StoredTensor part = STOCK.rows(0, elements);
      return shape.length == 1 ? part : part.reshape(shape[0], shape[1]);
    }

    void run(Reach reach, int... lengths) {
      Batch batch = RandomTensors.batch(lengths);
      Tensor x = o.embed(new Lookup(engine.table(tensor(10, hidden)), batch.ids()));
      Tensor normed = o.norm(x, engine.layerNorm(tensor(hidden), List.of(tensor(hidden)), 1e-5f));
      Tensor projected = o.linear(normed, qkv);
      int keys = keyHeads * headSize;
      Tensor context =
          o.attention(
              o.columns(projected, 0, hidden),
              o.columns(projected, hidden, hidden + keys),
              o.columns(projected, hidden + keys, hidden + 2 * keys),
              batch,
              new AttentionShape(heads, keyHeads, headSize, 0.1f, reach));
      Tensor a = o.linearPlus(context, output, x);
      Tensor b = o.norm(a, engine.rmsNorm(tensor(hidden), 1e-6f, 0));
      if (keyHeads == heads) {
        attendWithTerms(projected, batch, reach);
      }
      o.linearPlus(context, output, b);
      for (Activation activation : Activation.values()) {
        Tensor gate = o.linear(b, up, activation);
        o.linearPlus(o.linearTimes(b, up, gate), down, a);
      }
      o.keep();
    }

    private void attendWithTerms(Tensor projected, Batch batch, Reach reach) {
      var table = Optional.of(engine.positions(tensor(512, hidden)));
      List<RelativeTerms> all =
          List.of(
              new RelativeTerms.Content(
                  table, table, distance -> Math.clamp(distance + 256, 0, 511)),
              new RelativeTerms.Slopes(Collections.nCopies(heads, 0.1f)));
      for (RelativeTerms terms : all) {
        o.attention(
            o.columns(projected, 0, hidden),
            o.columns(projected, hidden, 2 * hidden),
            o.columns(projected, 2 * hidden, 3 * hidden),
            batch,
            new AttentionShape(heads, heads, headSize, 0.1f, reach),
            terms);
      }
    }
  }
}
