package podium.terminal;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import podium.hub.Progress;
import podium.hub.Size;

/// Shows how a model is got: a bar for each large file on a terminal, else a line now and then.
public abstract sealed class PullProgress implements Progress {

  /// Smaller files come too fast to look at.
  private static final long WORTH_SHOWING = 2_000_000;

  private final PrintWriter err;

  private PullProgress(PrintWriter err) {
    this.err = err;
  }

  public static PullProgress on(PrintWriter err, boolean terminal) {
    return terminal ? new Bars(err) : new Lines(err);
  }

  @Override
  public void say(String sentence) {
    err.println("podium: " + sentence);
    err.flush();
  }

  @Override
  public Track track(String file, long size) {
    return size < WORTH_SHOWING ? new Unseen() : seen(file, size);
  }

  abstract Track seen(String file, long size);

  private record Unseen() implements Track {
    @Override
    public void at(long bytes) {}

    @Override
    public void close() {}
  }

  private static final class Bars extends PullProgress {

    private final Set<ProgressBar> active = ConcurrentHashMap.newKeySet();

    private Bars(PrintWriter err) {
      super(err);
    }

    /// A line of its own would be written over by the bars.
    @Override
    public void say(String sentence) {
      if (active.isEmpty()) {
        super.say(sentence);
      }
      active.forEach(bar -> bar.setExtraMessage(" " + sentence).refresh());
    }

    @Override
    Track seen(String file, long size) {
      ProgressBar bar =
          new ProgressBarBuilder()
              .setTaskName(file)
              .setInitialMax(size)
              .setUnit(" MB", 1_000_000)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .showSpeed()
              .build();
      active.add(bar);
      return new Track() {
        @Override
        public void at(long bytes) {
          bar.setExtraMessage("").stepTo(bytes);
        }

        @Override
        public void close() {
          active.remove(bar);
          bar.close();
        }
      };
    }
  }

  /// A line for each tenth.
  private static final class Lines extends PullProgress {

    private Lines(PrintWriter err) {
      super(err);
    }

    @Override
    Track seen(String file, long size) {
      return new Track() {
        private long said;

        @Override
        public void at(long bytes) {
          long tenth = bytes * 10 / size;
          if (tenth != said) {
            said = tenth;
            say(String.format(Locale.ROOT, "%s: %d %% of %s", file, tenth * 10, Size.of(size)));
          }
        }

        @Override
        public void close() {}
      };
    }
  }
}
