package podium.http;

/// What turns out about a request on its way, for those who count. Written by the request's thread,
/// read by the event loop.
final class Label {

  private volatile String route = "";
  private volatile String model = "";

  void route(String path) {
    route = path;
  }

  void model(String name) {
    model = name;
  }

  String route() {
    return route;
  }

  String model() {
    return model;
  }
}
