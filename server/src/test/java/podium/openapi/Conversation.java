package podium.openapi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes what went over one connection apart into requests and their answers. What is no request by
/// its first line has neither method nor target; what is none by its length has no body, and is the
/// last one.
final class Conversation {

  private static final Pattern REQUEST_LINE =
      Pattern.compile("(?i)([^ \r\n]+) ([^ \r\n]+) HTTP/1\\.[01]\r?\n");
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\S+ ([0-9]{3})\\b.*");

  private final String sent;
  private final String received;
  private int sentUntil;
  private int receivedUntil;

  private Conversation(byte[] sent, byte[] received) {
    this.sent = new String(sent, StandardCharsets.ISO_8859_1);
    this.received = new String(received, StandardCharsets.ISO_8859_1);
  }

  /// @param sent what the client wrote
  /// @param received what it read, of which the end may be missing
  static List<Exchanged> of(byte[] sent, byte[] received) {
    return new Conversation(sent, received).exchanges();
  }

  private List<Exchanged> exchanges() {
    List<Exchanged> exchanges = new ArrayList<>();
    while (true) {
      Exchanged request = nextRequest();
      Optional<Exchanged> exchange = answered(request);
      if (exchange.isEmpty()) {
        return exchanges;
      }
      exchanges.add(exchange.get());
    }
  }

  private Exchanged nextRequest() {
    while (sent.startsWith("\r\n", sentUntil)) {
      sentUntil += 2; // HTTP lets a client begin with empty lines
    }
    Matcher line = REQUEST_LINE.matcher(sent).region(sentUntil, sent.length());
    boolean isRequest = line.lookingAt();
    Optional<Message> message = isRequest ? Message.read(sent, sentUntil, true) : Optional.empty();
    sentUntil = message.map(Message::end).orElse(sent.length());
    return new Exchanged(
        isRequest ? line.group(1) : "",
        isRequest ? line.group(2) : "",
        utf8(message.map(Message::body).orElse("")),
        0,
        Map.of(),
        "");
  }

  /// With the next answer that is more than a word on the way.
  private Optional<Exchanged> answered(Exchanged request) {
    int status = status();
    while (status >= 100 && status < 200) {
      receivedUntil = Message.read(received, receivedUntil, false).orElseThrow().end();
      status = status();
    }
    boolean hasBody = !request.method().equals("HEAD") && status != 204;
    Optional<Message> answer =
        status == 0 ? Optional.empty() : Message.read(received, receivedUntil, hasBody);
    receivedUntil = answer.map(Message::end).orElse(received.length());
    int found = status;
    return answer.map(message ->
        new Exchanged(
            request.method(),
            request.target(),
            request.request(),
            found,
            message.headers(),
            utf8(message.body())));
  }

  /// Of the next answer; 0 if none has come whole.
  private int status() {
    return Message.read(received, receivedUntil, false)
        .map(answer -> STATUS_LINE.matcher(answer.firstLine()))
        .filter(Matcher::matches)
        .map(line -> Integer.parseInt(line.group(1)))
        .orElse(0);
  }

  private static String utf8(String latin1) {
    return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
