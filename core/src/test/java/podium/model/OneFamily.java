package podium.model;

import java.util.Optional;
import podium.RerankException.ModelUnavailable;

/// A family that recognises one architecture, or refuses it if there is a refusal.
record OneFamily(String id, String architecture, String refusal) implements Family {

  OneFamily(String id, String architecture) {
    this(id, architecture, "");
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    if (!files.architecture().filter(architecture::equals).isPresent()) {
      return Optional.empty();
    }
    if (!refusal.isEmpty()) {
      throw new ModelUnavailable(refusal);
    }
    return Optional.of(new Recognition(id, "config.json says so", 512, Recognition.Template.PAIR));
  }
}
