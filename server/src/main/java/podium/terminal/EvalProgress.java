package podium.terminal;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import podium.eval.Progress;

/// Shows how far a step of `podium eval` has come: a bar on a terminal, else a line when it begins.
public final class EvalProgress implements Progress, AutoCloseable {

  /// What is counted.
  public enum Unit {
    BYTES(" MB", 1_000_000),
    QUERIES(" queries", 1);

    private final String name;
    private final long size;

    Unit(String name, long size) {
      this.name = name;
      this.size = size;
    }
  }

  private final @Nullable ProgressBar bar;

  private EvalProgress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /// Begins a step of `size` units.
  public static EvalProgress begin(String step, long size, Unit unit, PrintWriter err) {
    if (!Terminal.isOn(Terminal.Stream.ERR)) {
      err.println("podium: " + step);
      err.flush();
      return new EvalProgress(null);
    }
    return new EvalProgress(
        new ProgressBarBuilder()
            .setTaskName(step)
            .setInitialMax(size)
            .setUnit(unit.name, unit.size)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .build());
  }

  @Override
  public void at(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
