package podium.http;

/// What answers a method and a path.
///
/// @param path as it must be; a `*` at the end stands for anything
public record Route(Method method, String path, Endpoint endpoint) {

  /// GET includes HEAD; POST has a body.
  public enum Method {
    GET,
    POST
  }

  public static Route get(String path, Endpoint endpoint) {
    return new Route(Method.GET, path, endpoint);
  }

  public static Route post(String path, Endpoint endpoint) {
    return new Route(Method.POST, path, endpoint);
  }
}
