package podium.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import podium.Reranker;
import podium.RerankerOptions;
import podium.engine.onednn.OneDnnEngine;
import podium.runtime.MachineMemory;

/// Looks at all that Podium needs.
///
/// @param folders where models are looked for
/// @param options how models are to be run
/// @param host where the server would listen
/// @param environment variables of the process
/// @param usualFolder where models are if nobody says so; need not be there
/// @param home the user's home folder
public record Checkup(
    List<Path> folders,
    Path usualFolder,
    RerankerOptions options,
    String host,
    int port,
    Map<String, String> environment,
    Path home) {

  public Checkup {
    folders = List.copyOf(folders);
    environment = Map.copyOf(environment);
  }

  /// What there is to say, in the order in which causes come before effects.
  public List<Finding> run() {
    OptionalLong available = MachineMemory.available();
    List<Finding> findings = new ArrayList<>(new MachineCheck(available).findings());
    Finding engine = EngineCheck.finding();
    findings.add(engine);
    findings.addAll(new ModelsCheck(folders, usualFolder, options, available).findings());
    findings.add(new PortCheck(host, port).finding());
    findings.add(new HubCheck(environment, home).finding());
    if (engine.verdict() != Verdict.FAILED) {
      findings.addAll(new SelfTest(Reranker.opener(), OneDnnEngine.nativeBf16()).findings());
    }
    return findings;
  }
}
