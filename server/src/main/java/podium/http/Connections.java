package podium.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import podium.config.Limits;
import podium.http.Traffic.Late;

/// Closes connections that hold a place without using it. Between requests a connection has one
/// timer: for the headers of its first request, then for those of the next one, so that sending a
/// byte now and then does not keep it open. While a request is being answered there is none.
final class Connections {

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Limits limits;
  private final Traffic traffic;
  private final Map<HttpConnection, State> states = new ConcurrentHashMap<>();

  Connections(Vertx vertx, Limits limits, Traffic traffic) {
    this.vertx = vertx;
    this.limits = limits;
    this.traffic = traffic;
  }

  /// Only touched by the connection's event loop.
  private static final class State {
    private long timer = NO_TIMER;
    private int requests;
    private boolean closing;
  }

  void opened(HttpConnection connection) {
    State state = new State();
    states.put(connection, state);
    connection.closeHandler(_ -> {
      states.remove(connection);
      cancel(state);
    });
    arm(connection, state, limits.headerTimeout(), Late.HEADERS);
  }

  void requestBegan(HttpConnection connection) {
    State state = states.get(connection);
    if (state != null) {
      state.requests++;
      cancel(state);
    }
  }

  /// The answer that is being sent says that it is the last one.
  void takeNoMore(HttpConnection connection) {
    State state = states.get(connection);
    if (state != null) {
      state.closing = true;
    }
  }

  /// Whether another request may come. One that a client sent before it had seen the last answer
  /// must be forgotten: an answer to it might be taken for that to something else.
  boolean takesMore(HttpConnection connection) {
    State state = states.get(connection);
    return state == null || !state.closing;
  }

  void requestEnded(HttpConnection connection) {
    State state = states.get(connection);
    if (state != null && --state.requests == 0) {
      arm(connection, state, limits.connectionIdleTimeout(), Late.NEXT_REQUEST);
    }
  }

  private void arm(HttpConnection connection, State state, Duration patience, Late late) {
    cancel(state);
    state.timer =
        vertx.setTimer(
            patience.toMillis(),
            _ -> {
              traffic.hungUp(late);
              connection.close();
            });
  }

  private void cancel(State state) {
    if (state.timer != NO_TIMER) {
      vertx.cancelTimer(state.timer);
      state.timer = NO_TIMER;
    }
  }
}
