package podium.model;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.tensor.StoredTensor;

/// A model directory whose configuration was read and whose weights are mapped.
final class MappedModel implements ModelDirectory {

  private final Folder folder;
  private final Fingerprint fingerprint;
  private final Config config;
  private final Weights weights;

  MappedModel(Folder folder) {
    this.folder = folder;
    this.fingerprint = Fingerprint.of(folder.path());
    if (!Weights.areIn(folder)) {
      throw ForeignWeights.refusal(folder);
    }
    this.config = Config.readObject(folder, "config.json");
    ForeignWeights.refuseQuantized(config, folder);
    this.weights = Weights.open(folder);
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  public Optional<Config> json(String relativePath) {
    return folder.has(relativePath)
        ? Optional.of(Config.read(folder, relativePath))
        : Optional.empty();
  }

  @Override
  public Map<String, Integer> tokenIds(Set<String> tokens) {
    return folder.has("tokenizer.json")
        ? TokenIds.find(folder, "tokenizer.json", tokens)
        : Map.of();
  }

  @Override
  public boolean calledReranker() {
    return ModelCard.callsReranker(folder);
  }

  @Override
  public boolean called(String word) {
    return ModelCard.names(word, folder);
  }

  @Override
  public boolean hasTensor(String name) {
    return weights.names().contains(name);
  }

  @Override
  public Set<String> tensorNames() {
    return weights.names();
  }

  @Override
  public long weightBytes() {
    return weights.bytes();
  }

  @Override
  public String weightType() {
    return weights.type();
  }

  @Override
  public StoredTensor tensor(String name, long... shape) {
    return weights.tensor(name, shape);
  }

  @Override
  public Optional<StoredTensor> optionalTensor(String name, long... shape) {
    return weights.optionalTensor(name, shape);
  }

  @Override
  public int rows(String name) {
    return weights.rows(name);
  }

  @Override
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  @Override
  public void releasePages() {
    weights.releasePages();
  }

  @Override
  public void close() {
    weights.close();
  }
}
