package podium.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import podium.Precision;
import podium.engine.Engine;
import podium.engine.onednn.MatrixPeak;
import podium.engine.onednn.OneDnnEngine;
import podium.tensor.Batch;
import podium.tensor.Encoding;

/// How near to the machine's matrix-product peak does a whole encoder run? The peak and the encoder
/// are measured in turns, and the best of each is compared, because others may use the machine.
///
///     java … podium.bench.EncoderSpeed SHAPE f32|bf16 WORKERS THREADS BUDGET ROUNDS [PAIRS TOKENS]
public final class EncoderSpeed {

  private final EncoderShape shape;
  private final RandomEncoder encoder;
  private final List<TimedOperators> workers;
  private final ExecutorService threads;
  private final List<Batch> batches;
  private final double flops;

  private EncoderSpeed(EncoderShape shape, Engine engine, int workers, int threads, Work work) {
    this.shape = shape;
    this.encoder = new RandomEncoder(shape, engine);
    this.workers =
        IntStream.range(0, workers)
            .mapToObj(_ -> new TimedOperators(engine.operators(threads)))
            .toList();
    this.threads = Executors.newFixedThreadPool(workers);
    this.batches = work.batches();
    this.flops = work.lengths().stream().mapToDouble(shape::flops).sum();
  }

  /// Pairs whose lengths are distributed as those of real documents.
  private record Work(int pairs, double tokens, int budget) {

    /// Lognormal with a spread of 0.5 and this mean.
    List<Integer> lengths() {
      var random = new Random(5);
      List<Integer> lengths = new ArrayList<>();
      for (int i = 0; i < pairs; i++) {
        double factor = Math.exp(0.5 * random.nextGaussian() - 0.125);
        lengths.add(Math.clamp(Math.round(tokens * factor), 8, 512));
      }
      return lengths;
    }

    /// Long ones first, so that workers end together.
    List<Batch> batches() {
      List<Batch> batches = new ArrayList<>();
      List<Encoding> waiting = new ArrayList<>();
      int total = 0;
      for (int length : lengths().stream().sorted(Comparator.reverseOrder()).toList()) {
        if (total > 0 && total + length > budget) {
          batches.add(Batch.of(waiting));
          waiting.clear();
          total = 0;
        }
        waiting.add(new Encoding(new int[length], new int[length], false));
        total += length;
      }
      batches.add(Batch.of(waiting));
      return batches;
    }
  }

  public static void main(String[] args) throws Exception {
    EncoderShape shape = EncoderShape.named(args[0]);
    Precision precision = Precision.valueOf(args[1].toUpperCase(java.util.Locale.ROOT));
    int workers = Integer.parseInt(args[2]);
    int threads = Integer.parseInt(args[3]);
    int rounds = Integer.parseInt(args[5]);
    Work work =
        new Work(
            args.length > 6 ? Integer.parseInt(args[6]) : 32,
            args.length > 7 ? Double.parseDouble(args[7]) : 130,
            Integer.parseInt(args[4]));
    try (Engine engine = OneDnnEngine.open(precision);
        MatrixPeak peak = new MatrixPeak(precision, workers, threads)) {
      new EncoderSpeed(shape, engine, workers, threads, work).compare(peak, rounds);
    }
  }

  private void compare(MatrixPeak peak, int rounds) throws Exception {
    seconds();
    workers.forEach(worker -> worker.seconds().clear());
    var fastest = new Best();
    var fastestPeak = new Best();
    Map<String, Double> profile = Map.of();
    double profiled = Double.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      fastestPeak.measure(() -> MatrixPeak.FLOPS * workers.size() / peak.gflops() * 1e-9);
      fastestPeak.measure(() -> MatrixPeak.FLOPS * workers.size() / peak.gflops() * 1e-9);
      fastest.measure(this::seconds);
      if (fastest.wall < profiled) {
        profiled = fastest.wall;
        profile = profile();
      }
      workers.forEach(worker -> worker.seconds().clear());
    }
    report(fastest, fastestPeak, profile);
    threads.shutdown();
    workers.forEach(TimedOperators::close);
  }

  private void report(Best encoder, Best peak, Map<String, Double> profile) {
    int tokens = batches.stream().mapToInt(Batch::tokens).sum();
    double peakFlops = MatrixPeak.FLOPS * workers.size();
    System.out.printf(
        "%s: %d tokens in %d batches, %.3f s, %.1f GFLOP/s, peak %.1f%n",
        shape,
        tokens,
        batches.size(),
        encoder.wall,
        flops / encoder.wall * 1e-9,
        peakFlops / peak.wall * 1e-9);
    System.out.printf(
        "share of peak by wall time %.3f, by processor time %.3f%n",
        flops / encoder.wall * peak.wall / peakFlops, flops / encoder.cpu * peak.cpu / peakFlops);
    print(profile, encoder.wall);
  }

  /// The least time that something took, on the wall and of all processors together, which tells
  /// more where others use the machine, too.
  private static final class Best {
    private static final OperatingSystemMXBean PROCESS =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private double wall = Double.MAX_VALUE;
    private double cpu = Double.MAX_VALUE;

    private interface Run {
      double seconds() throws Exception;
    }

    void measure(Run run) throws Exception {
      long begin = PROCESS.getProcessCpuTime();
      wall = Math.min(wall, run.seconds());
      cpu = Math.min(cpu, (PROCESS.getProcessCpuTime() - begin) * 1e-9);
    }
  }

  private double seconds() throws Exception {
    var next = new AtomicInteger();
    long begin = System.nanoTime();
    List<Future<?>> running = new ArrayList<>();
    for (TimedOperators worker : workers) {
      running.add(threads.submit(() -> work(worker, next)));
    }
    for (Future<?> worker : running) {
      worker.get();
    }
    return (System.nanoTime() - begin) * 1e-9;
  }

  private void work(TimedOperators worker, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
      encoder.run(worker, batches.get(i));
    }
  }

  private Map<String, Double> profile() {
    Map<String, Double> sum = new TreeMap<>();
    for (TimedOperators worker : workers) {
      worker.seconds().forEach((name, seconds) -> sum.merge(name, seconds, Double::sum));
    }
    return sum;
  }

  private void print(Map<String, Double> profile, double wall) {
    double available = wall * workers.size();
    double accounted = 0;
    for (var entry : profile.entrySet()) {
      accounted += entry.getValue();
      System.out.printf("  %-24s %5.1f %%%n", entry.getKey(), 100 * entry.getValue() / available);
    }
    System.out.printf("  %-24s %5.1f %%%n", "idle and rest", 100 * (1 - accounted / available));
  }
}
