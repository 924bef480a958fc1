package podium.hub;

/// A file of a model on the hub.
///
/// @param path in the repository, one of those that [Selection] takes
/// @param size in bytes
record RemoteFile(String path, long size, ContentHash hash) {

  boolean isWeights() {
    return path.endsWith(".safetensors");
  }
}
