package podium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

/// What contracts of operators have in common: they compute on an engine what [ReferenceEngine]
/// computes, up to rounding. An engine joins with a subclass of each contract that says how to open
/// it and how it rounds.
abstract class AgreementContract {

  private final ReferenceEngine referenceEngine = new ReferenceEngine();
  private final Operators reference = referenceEngine.operators(1);
  protected final RandomTensors random = new RandomTensors(7);
  private Engine engine;
  protected Operators operators;

  protected abstract Engine open();

  /// The distance from 1 to the next larger number of the engine's products: 2⁻²³ for f32.
  protected abstract double unit();

  @BeforeEach
  void openEngine() {
    engine = open();
    operators = engine.operators(1);
  }

  @AfterEach
  void closeEngine() {
    operators.close();
    engine.close();
  }

  /// A computation, written once for both engines. Elements of its inputs are about 1.
  protected interface Formula {
    Tensor of(Engine engine, Operators operators);
  }

  /// Products and results are rounded to the engine's precision, sums to f32.
  ///
  /// @param terms how many products of numbers around 1 are summed in an element of the result
  protected final void assertAgrees(int terms, Formula formula) {
    float[] expected = reference.read(formula.of(referenceEngine, reference));
    float[] found = operators.read(formula.of(engine, operators));

    double tolerance = 8 * unit() + 0x1p-21 * Math.sqrt(terms);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
    }
  }

  protected final StoredTensor normal(long... shape) {
    return random.stored(DType.F32, 1, shape);
  }

  /// Weights that make each output about as large as an input.
  protected final StoredTensor weights(DType dtype, int out, int in) {
    return random.stored(dtype, 1 / Math.sqrt(in), out, in);
  }

  protected static Tensor input(Engine engine, Operators operators, StoredTensor x) {
    int[] all = RandomTensors.identity(x.dimension(0));
    return operators.embed(new Lookup(engine.table(x), all));
  }
}
