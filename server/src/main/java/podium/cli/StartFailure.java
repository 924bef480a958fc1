package podium.cli;

/// What was asked for cannot be done on this machine as it is: a file that cannot be read, a port
/// that is taken. The message is one sentence.
final class StartFailure extends Exception {

  StartFailure(String message) {
    super(message);
  }

  StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
