package podium.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.hub.HubException.Refused;

/// Gets models from the hub into a folder of models. Several processes may get the same model at
/// once: one does, the others wait for it.
public final class Puller {

  private final HubSettings settings;
  private final Patience patience;
  private final Progress progress;

  public Puller(HubSettings settings, Progress progress) {
    this(settings, Patience.USUAL, progress);
  }

  Puller(HubSettings settings, Patience patience, Progress progress) {
    this.settings = settings;
    this.patience = patience;
    this.progress = progress;
  }

  /// A file that would be got.
  public record Needed(String path, long size) {}

  /// Which files would be got, and from which commit. Asks the hub and changes nothing.
  public List<Needed> needed(HubName name) throws HubException, InterruptedException {
    try (HubHttp http = connect(name)) {
      Plan plan = Plan.of(new Hub(name, settings, http), patience, progress);
      return plan.files().stream().map(file -> new Needed(file.path(), file.size())).toList();
    }
  }

  /// Gets the model `name` into `models/org/name`, unless the wanted revision is there already.
  ///
  /// @param models is made if it is not there
  public Pulled pull(HubName name, Path models) throws HubException, InterruptedException {
    try (HubHttp http = connect(name)) {
      Hub hub = new Hub(name, settings, http);
      Plan plan = Plan.of(hub, patience, progress);
      try (Staging staging = Staging.enter(models, name, progress)) {
        Path target = staging.target();
        Optional<PullRecord> record = existing(name, target);
        if (record.filter(r -> r.commit().equals(plan.commit())).isPresent()) {
          staging.note(record.get(), PullRecord.of(hub, plan));
          return new Pulled(target, plan.commit(), plan.bytes(), false);
        }
        get(hub, plan, staging, record);
        staging.publish(PullRecord.of(hub, plan));
        return new Pulled(target, plan.commit(), plan.bytes(), true);
      }
    }
  }

  private HubHttp connect(HubName name) throws Refused {
    if (settings.offline()) {
      throw new Refused(
          "%s cannot be got: HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set".formatted(name));
    }
    return new HubHttp(settings, patience);
  }

  /// What was got before, if anything. What somebody else put there, or changed since, is not ours
  /// to replace.
  private static Optional<PullRecord> existing(HubName name, Path target) throws Refused {
    if (!Files.exists(target)) {
      return Optional.empty();
    }
    Optional<PullRecord> record = PullRecord.in(target);
    if (record.isEmpty()) {
      throw new Refused(
          "%s is there and was not put there by podium pull; move it away to get %s anew"
              .formatted(target, name));
    }
    try {
      Optional<String> difference = record.get().difference(target);
      if (difference.isPresent()) {
        throw new Refused(
            "%s is not as it was pulled: %s differs; move the folder away to get %s anew"
                .formatted(target, difference.get(), name));
      }
      return record;
    } catch (IOException e) {
      throw new Refused("%s cannot be read: %s".formatted(target, e), e);
    }
  }

  private void get(Hub hub, Plan plan, Staging staging, Optional<PullRecord> record)
      throws HubException, InterruptedException {
    staging.reuse(record, plan.files());
    List<Transfer> small = new ArrayList<>();
    List<Transfer> weights = new ArrayList<>();
    long have = 0;
    for (RemoteFile file : plan.files()) {
      var transfer = new Transfer(hub, plan, file, staging.tree(), patience, progress);
      (file.isWeights() ? weights : small).add(transfer);
      have += transfer.have();
    }
    staging.checkRoom(plan.bytes() - have);
    progress.say(
        "%s at %s: %d files, %s%s"
            .formatted(
                hub.name(),
                plan.commit().substring(0, 12),
                plan.files().size(),
                Size.of(plan.bytes()),
                have == 0 ? "" : ", of which %s are here".formatted(Size.of(have))));
    Together.all(small, Transfer::finish);
    Together.all(weights, Puller::header);
    check(hub.name(), staging, small, weights);
    Together.all(weights, Transfer::finish);
  }

  private static void header(Transfer transfer) throws HubException, InterruptedException {
    transfer.begin(Servable.FIRST_BYTES);
    try {
      transfer.begin(Servable.headerBytes(transfer.path()));
    } catch (IOException e) {
      throw Staging.unwritable(transfer.path(), e);
    }
  }

  private static void check(
      HubName name, Staging staging, List<Transfer> small, List<Transfer> weights)
      throws HubException {
    Path probe = staging.probe();
    try {
      for (Transfer transfer : small) {
        Servable.whole(transfer.path(), probe.resolve(transfer.file().path()));
      }
      for (Transfer transfer : weights) {
        Servable.hollow(
            transfer.path(),
            Servable.headerBytes(transfer.path()),
            transfer.file().size(),
            probe.resolve(transfer.file().path()));
      }
    } catch (IOException e) {
      throw Staging.unwritable(probe, e);
    }
    try {
      Servable.check(name, probe);
    } catch (Refused e) {
      staging.discard();
      throw e;
    }
  }
}
