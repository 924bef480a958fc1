package podium.schedule;

import java.util.List;
import podium.tensor.Digest;
import podium.tensor.Encoding;

/// One distinct sequence that a request wants the logit of. Whoever else wants it has a claim of
/// its own to the same [Job].
///
/// @param ticket the request
/// @param digest what it shares with the claims of others
/// @param encoding the sequence, with the prefix of its own request if that shares one
/// @param places where the request has it; several if it asks for it more than once
record Claim(Ticket ticket, Digest digest, Encoding encoding, List<Integer> places) {

  /// Without those of the prefix.
  int tokens() {
    return encoding.length();
  }
}
