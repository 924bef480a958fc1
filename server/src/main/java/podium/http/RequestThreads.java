package podium.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import podium.RerankException.Cancelled;

/// Puts [Endpoint]s, which block, behind Vert.x handlers, which must not: the event loop gathers
/// the body, a new virtual thread answers, the event loop sends. A client that goes away interrupts
/// its thread.
final class RequestThreads {

  private final Vertx vertx;
  private final Exchanges exchanges;
  private final InFlight inFlight;
  private final Bodies bodies;
  private final ThreadFactory threads = Thread.ofVirtual().name("request-", 0).factory();

  RequestThreads(Vertx vertx, Bodies bodies, Exchanges exchanges, InFlight inFlight) {
    this.exchanges = exchanges;
    this.vertx = vertx;
    this.inFlight = inFlight;
    this.bodies = bodies;
  }

  /// A handler that reads no body.
  Handler<RoutingContext> withoutBody(Endpoint endpoint) {
    return context -> {
      Exchange exchange = exchanges.of(context);
      exchange.atEnd(enter());
      start(exchange, endpoint, List.of());
    };
  }

  /// The same, also while the server is shutting down.
  Handler<RoutingContext> always(Endpoint endpoint) {
    return context -> start(exchanges.of(context), endpoint, List.of());
  }

  /// A handler that reads the body first.
  Handler<RoutingContext> withBody(Endpoint endpoint) {
    return context -> {
      Exchange exchange = exchanges.of(context);
      exchange.atEnd(enter());
      Body body = bodies.of(context.request());
      exchange.atEnd(body::release);
      body.read(vertx)
          .onSuccess(chunks -> start(exchange, endpoint, chunks))
          .onFailure(exchange::fail);
    };
  }

  private Runnable enter() {
    inFlight.enter();
    return inFlight::leave;
  }

  private void start(Exchange exchange, Endpoint endpoint, List<Buffer> body) {
    Context eventLoop = vertx.getOrCreateContext();
    var call = new Call(exchange.id(), exchange.path(), body, System.nanoTime(), exchange.label());
    Thread thread =
        threads.newThread(() -> {
          Answer answer = answer(endpoint, call, exchange.label());
          eventLoop.runOnContext(_ -> exchange.answer(answer));
        });
    exchange.request().response().closeHandler(_ -> thread.interrupt());
    inFlight.working(thread);
    thread.start();
  }

  /// Whatever happens, there is an answer.
  private Answer answer(Endpoint endpoint, Call call, Label label) {
    try {
      return endpoint.answer(call);
    } catch (DialectFailure e) {
      return error(e.failure(), call, label, e.body());
    } catch (Throwable e) {
      return error(e, call, label, ErrorBody.STANDARD);
    } finally {
      inFlight.finished(Thread.currentThread());
    }
  }

  private Answer error(Throwable failure, Call call, Label label, ErrorBody body) {
    boolean ourDoing = failure instanceof Cancelled && inFlight.draining();
    Throwable reason = ourDoing ? InFlight.draining("time is up") : failure;
    HttpFailure http = Failures.toHttp(reason, call.id());
    label.code(http.code());
    return Answer.error(http, call.id(), body);
  }
}
