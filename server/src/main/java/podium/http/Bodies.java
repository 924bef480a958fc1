package podium.http;

import io.vertx.core.http.HttpServerRequest;
import podium.config.Limits;

/// Makes the [Body] of each request, all within one memory.
record Bodies(Limits limits, BodyMemory memory) {

  Body of(HttpServerRequest request) {
    return new Body(request, limits, memory);
  }
}
