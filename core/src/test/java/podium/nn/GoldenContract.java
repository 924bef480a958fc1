package podium.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.nn.Golden.Case;
import podium.tensor.Batch;
import podium.tensor.Prefix;

/// What every family must compute on every engine: the logits of the reference, or of a published
/// [Formula], whatever else is in the batch and whichever thread computes it.
abstract class GoldenContract {

  /// An engine of its own for each test.
  protected abstract Engine open();

  /// A test with the loaded network of one model.
  interface Body {
    void run(Golden golden, Network network, Engine engine) throws Exception;
  }

  @TestFactory
  Stream<DynamicTest> everyPairAlone() {
    return forEveryModel((golden, network, engine) -> {
      try (Operators operators = engine.operators(1)) {
        float[][] outputs = new float[golden.cases().size()][];
        for (int i = 0; i < outputs.length; i++) {
          outputs[i] = network.outputs(operators, batch(golden.cases().subList(i, i + 1)))[0];
        }
        check(golden, engine, golden.cases(), outputs);
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> allPairsInOneBatch() {
    return forEveryModel((golden, network, engine) -> {
      try (Operators operators = engine.operators(1)) {
        check(golden, engine, golden.cases(), network.outputs(operators, batch(golden.cases())));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> prefixesSharedByBatchesOnSeveralThreads() {
    return Golden.CAUSAL.stream()
        .map(name ->
            DynamicTest.dynamicTest(
                name, () -> run(Golden.of(name), GoldenContract::checkSharing)));
  }

  /// Two threads share the tokens that all cases begin with, computed by whoever comes first. A
  /// third gives each case a prefix of its own, half as long as the case.
  private static void checkSharing(Golden golden, Network network, Engine engine) throws Exception {
    Prefix common = new Prefix(golden.commonIds());
    runAll(
        List.of(
            sharing(golden, network, engine, _ -> common, 0),
            sharing(golden, network, engine, _ -> common, 1),
            sharing(
                golden, network, engine, whole -> whole.prefix(whole.encoding().length() / 2), 2)));
    common.close();
  }

  private static Callable<Void> sharing(
      Golden golden, Network network, Engine engine, Function<Case, Prefix> prefix, int seed) {
    var shuffled = new ArrayList<Case>();
    golden.cases().forEach(whole -> shuffled.add(whole.after(prefix.apply(whole))));
    Collections.shuffle(shuffled, new Random(seed));
    return () -> {
      checkInBatches(golden, shuffled, network, engine);
      return null;
    };
  }

  /// In batches of six pairs, so that the operators are used several times.
  static void checkInBatches(Golden golden, List<Case> cases, Network network, Engine engine) {
    try (Operators operators = engine.operators(1)) {
      for (int from = 0; from < cases.size(); from += 6) {
        List<Case> part = cases.subList(from, Math.min(from + 6, cases.size()));
        check(golden, engine, part, network.outputs(operators, batch(part)));
      }
    }
  }

  static void runAll(List<Callable<Void>> workers) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(workers.size())) {
      for (Future<Void> worker : threads.invokeAll(workers, 2, TimeUnit.MINUTES)) {
        worker.get();
      }
    }
  }

  Stream<DynamicTest> forEveryModel(Body body) {
    return Stream.concat(
            Golden.NAMES.stream().map(Golden::of), Formula.NAMES.stream().map(Formula::of))
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> run(golden, body)));
  }

  private void run(Golden golden, Body body) throws Exception {
    try (Engine engine = open();
        ModelDirectory model = ModelDirectory.open(golden.model())) {
      Recognition recognition = Recognition.of(model, Families.IN_ORDER);
      body.run(golden, Families.of(recognition).load(model, engine), engine);
    }
  }

  private static void check(Golden golden, Engine engine, List<Case> cases, float[][] outputs) {
    Tolerance.of(golden, engine.precision())
        .check(Golden.scores(cases), Golden.read(cases, outputs));
  }

  private static Batch batch(List<Case> cases) {
    return Batch.of(cases.stream().map(Case::encoding).toList());
  }
}
