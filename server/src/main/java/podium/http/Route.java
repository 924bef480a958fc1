package podium.http;

/// What answers a method and a path.
///
/// @param path as it must be; a `*` at the end stands for anything
public record Route(Method method, String path, Endpoint endpoint, Access access) {

  /// Who gets an answer.
  public enum Access {
    /// Everybody, also while the server is shutting down.
    OPEN,
    /// Who has a key, if there are keys.
    KEY,
    /// Who may change the server ([Gate]).
    ADMIN
  }

  /// GET includes HEAD.
  public enum Method {
    GET,
    POST
  }

  public static Route get(String path, Endpoint endpoint) {
    return new Route(Method.GET, path, endpoint, Access.KEY);
  }

  /// One for the machinery around the server.
  public static Route openGet(String path, Endpoint endpoint) {
    return new Route(Method.GET, path, endpoint, Access.OPEN);
  }

  public static Route post(String path, Endpoint endpoint) {
    return new Route(Method.POST, path, endpoint, Access.KEY);
  }

  /// One that changes the server. Its body is not read.
  public static Route adminPost(String path, Endpoint endpoint) {
    return new Route(Method.POST, path, endpoint, Access.ADMIN);
  }

  /// Whether it is answered without a key.
  public boolean open() {
    return access == Access.OPEN;
  }
}
