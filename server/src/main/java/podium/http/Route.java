package podium.http;

/// What answers a method and a path.
///
/// @param path as it must be; a `*` at the end stands for anything
/// @param open whether it is answered without a key, and while the server is shutting down
public record Route(Method method, String path, Endpoint endpoint, boolean open) {

  /// GET includes HEAD; POST has a body.
  public enum Method {
    GET,
    POST
  }

  public static Route get(String path, Endpoint endpoint) {
    return new Route(Method.GET, path, endpoint, false);
  }

  /// One for the machinery around the server.
  public static Route openGet(String path, Endpoint endpoint) {
    return new Route(Method.GET, path, endpoint, true);
  }

  public static Route post(String path, Endpoint endpoint) {
    return new Route(Method.POST, path, endpoint, false);
  }
}
