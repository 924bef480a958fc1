package podium.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What every family must compute on every engine that serves: the same from several threads.
abstract class ThreadedGoldenContract extends GoldenContract {

  @TestFactory
  Stream<DynamicTest> shuffledBatchesOnSeveralThreads() {
    return forEveryModel((golden, network, engine) -> {
      List<Callable<Void>> workers = new ArrayList<>();
      for (int worker = 0; worker < 3; worker++) {
        var shuffled = new ArrayList<>(golden.cases());
        Collections.shuffle(shuffled, new Random(worker));
        workers.add(() -> {
          checkInBatches(golden, shuffled, network, engine);
          return null;
        });
      }
      runAll(workers);
    });
  }
}
