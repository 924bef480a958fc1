package podium.http;

/// Answers one kind of request. Runs on a virtual thread and may block; what it throws becomes an
/// error body. Its thread is interrupted when the client goes away.
public interface Endpoint {
  Answer answer(Call call);
}
