package podium.hub;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// What a stand-in does instead of answering properly.
public sealed interface Fault {

  /// The connection ends after so many bytes of the body.
  record Cut(int after) implements Fault {}

  /// The body stops after so many bytes until it is released.
  record Hold(int after, CountDownLatch released) implements Fault {}

  /// Nothing comes before as many requests as the latch counts are there.
  record Meet(CountDownLatch all) implements Fault {}

  /// No answer at all, and the connection stays open.
  record Silence() implements Fault {}

  /// A success with this body.
  record Body(String text) implements Fault {}

  /// Another status without a body.
  record Status(int status, Map<String, String> headers) implements Fault {
    static Status of(int status) {
      return new Status(status, Map.of());
    }
  }

  /// One byte of the body is another one.
  record Flip(int at) implements Fault {}

  /// All of it comes, although a part was asked for.
  record WholeFile() implements Fault {}

  /// A part comes, but another one than was asked for.
  record OtherPart() implements Fault {}

  /// The body is so much longer than it should be, and says so.
  record Longer(int by) implements Fault {}

  /// It leads elsewhere.
  record Redirect(String location) implements Fault {}
}
