package podium.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import podium.catalog.Residence;
import podium.cli.Manual.Heading;

/// The options of `podium serve` that say how long models stay in memory.
@Heading("Memory")
final class MemoryOptions {

  @Option(
      names = "--memory-limit",
      paramLabel = "SIZE",
      defaultValue = "80%",
      converter = Units.Memory.class,
      description =
          "Memory that all loaded models may take together: a size, a share of what the machine or its control group has, or none. Those used least recently make room for others (default: ${DEFAULT-VALUE}).")
  private long memoryLimit;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "0",
      description =
          "Models that nobody has used for so long leave memory until they are asked for again; 0: never (default: ${DEFAULT-VALUE}).")
  private Duration idleTimeout = Duration.ZERO;

  @Option(
      names = "--pin",
      paramLabel = "NAME",
      split = ",",
      description =
          "Models that stay in memory once they are loaded, whoever else needs the room and however long nobody uses them.")
  private List<String> pinned = new ArrayList<>();

  Residence residence() {
    return new Residence(memoryLimit, idleTimeout);
  }

  List<String> pinned() {
    return pinned;
  }
}
