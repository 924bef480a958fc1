package podium.schedule;

import podium.tensor.Encoding;

/// One pair that waits to be computed or runs.
///
/// @param ticket the request it belongs to
/// @param sequence its index in that request
record Job(Ticket ticket, int sequence, Encoding encoding) {

  int tokens() {
    return encoding.length();
  }
}
