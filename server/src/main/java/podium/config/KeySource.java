package podium.config;

/// Where the server's keys come from. Asked for every request, so that keys can change while the
/// server runs.
public interface KeySource {
  ApiKeys current();
}
