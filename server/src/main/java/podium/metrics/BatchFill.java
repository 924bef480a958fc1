package podium.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import podium.Load.Fill;
import podium.catalog.ServedModel;

/// How full the batches of each model were, as a histogram. The models count it themselves, which
/// no meter of Micrometer can show.
record BatchFill(Supplier<List<ServedModel>> models) implements Collector {

  /// Tenths of the budget, and what is above it.
  private static final List<Double> BOUNDS =
      Stream.concat(
              IntStream.rangeClosed(1, Fill.STEPS).mapToObj(step -> (double) step / Fill.STEPS),
              Stream.of(Double.POSITIVE_INFINITY))
          .toList();

  @Override
  public MetricSnapshot collect() {
    var histogram =
        HistogramSnapshot.builder()
            .name("podium_batch_fill")
            .help("Tokens of a batch over the budget of a batch");
    for (ServedModel model : models.get()) {
      Fill fill = model.load().fill();
      histogram.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(Labels.of("model", model.name()))
              .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, fill.batches()))
              .sum(fill.sum())
              .build());
    }
    return histogram.build();
  }
}
