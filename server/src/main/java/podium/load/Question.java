package podium.load;

/// One request to be sent.
///
/// @param body as JSON; not to be written to
/// @param documents how many it has
@SuppressWarnings("ArrayRecordComponent") // never compared
record Question(byte[] body, int documents) {}
