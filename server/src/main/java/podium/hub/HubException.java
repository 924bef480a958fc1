package podium.hub;

import java.time.Duration;
import java.util.Optional;

/// Why a model was not got from the hub, in one sentence.
public abstract sealed class HubException extends Exception {

  private HubException(String message) {
    super(oneLine(message));
  }

  private HubException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /// Messages may quote a server, and what they quote must not steer a terminal.
  private static String oneLine(String message) {
    return message.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
  }

  /// It will not work as things are: the model is not there, or not for us, or cannot be served, or
  /// this machine cannot take it.
  public static final class Refused extends HubException {
    public Refused(String message) {
      super(message);
    }

    public Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// It did not work this time, after several attempts. What arrived is kept for the next time.
  public static final class Failed extends HubException {
    public Failed(String message) {
      super(message);
    }

    public Failed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// One attempt did not work; the next may. Does not leave this package.
  static final class Passing extends HubException {

    private final Optional<Duration> wait;

    Passing(String message) {
      super(message);
      this.wait = Optional.empty();
    }

    Passing(String message, Throwable cause) {
      super(message, cause);
      this.wait = Optional.empty();
    }

    /// @param wait how long the server asks us to wait, if it does
    Passing(String message, Optional<Duration> wait) {
      super(message);
      this.wait = wait;
    }

    Optional<Duration> waiting() {
      return wait;
    }
  }
}
