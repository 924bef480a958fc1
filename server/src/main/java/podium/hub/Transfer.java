package podium.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import podium.hub.HubException.Failed;
import podium.hub.HubException.Passing;
import podium.hub.HubException.Refused;

/// One file on its way from the hub into a folder: `NAME.part` until all of it is there and hashes
/// to what the hub said, then `NAME`. What an earlier attempt left is continued, in this process or
/// in a later one. Used by one thread at a time.
final class Transfer {

  /// So much must come for an attempt not to count as failed.
  private static final long PROGRESS = 1 << 20;

  private static final int BUFFER = 1 << 18;

  private final Hub hub;
  private final String commit;
  private final RemoteFile file;
  private final Part part;
  private final Patience patience;
  private final Progress progress;
  private final byte[] buffer = new byte[BUFFER];
  private MessageDigest digest;
  private long have;
  private boolean done;
  private boolean wasWrong;

  /// Looks at what is there already.
  Transfer(Hub hub, Plan plan, RemoteFile file, Path folder, Patience patience, Progress progress)
      throws Refused {
    this.hub = hub;
    this.commit = plan.commit();
    this.file = file;
    this.part = new Part(folder, file);
    this.patience = patience;
    this.progress = progress;
    this.digest = file.hash().begin(file.size());
    try {
      Files.createDirectories(part.finished().toAbsolutePath().getParent());
      done = part.isFinished();
      have = done ? file.size() : part.resume(digest);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  RemoteFile file() {
    return file;
  }

  /// How much of it is there.
  long have() {
    return have;
  }

  /// Where the bytes are that are there.
  Path path() {
    return done ? part.finished() : part.path();
  }

  /// Gets all of it.
  void finish() throws HubException, InterruptedException {
    try (Progress.Track track = progress.track(file.path(), file.size())) {
      while (!done) {
        upTo(file.size(), track);
        accept();
      }
      track.at(have);
    }
  }

  /// Gets at least its first `bytes` bytes, or all of it if it is shorter.
  void begin(long bytes) throws HubException, InterruptedException {
    upTo(Math.min(bytes, file.size()), _ -> {});
  }

  private interface Step {
    void at(long bytes);
  }

  private void upTo(long limit, Progress.Track track) throws HubException, InterruptedException {
    upTo(limit, track::at);
  }

  private void upTo(long limit, Step step) throws HubException, InterruptedException {
    int tried = 0;
    long mark = have;
    while (have < limit) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        receive(limit, step);
      } catch (Passing e) {
        tried = have - mark >= PROGRESS ? 1 : tried + 1;
        mark = tried == 1 ? have : mark;
        patience.waitAfter(e, tried, progress);
      }
    }
  }

  private void receive(long limit, Step step) throws HubException, InterruptedException {
    try (Reply reply = hub.open(commit, file.path(), have, part.etag())) {
      align(reply);
      copy(reply, limit, step);
    } catch (IOException e) {
      throw Hub.broken(hub.settings().endpoint(), e);
    }
  }

  /// Makes sure that the body continues what is there, or begins anew.
  private void align(Reply reply) throws HubException {
    switch (reply.status()) {
      case 206 -> {
        String expected = "bytes %d-%d/%d".formatted(have, file.size() - 1, file.size());
        if (!reply.header("Content-Range").orElse("").equals(expected)) {
          startOver();
          throw new Passing(
              "%s sent another part of %s than was asked for"
                  .formatted(reply.uri().getHost(), file.path()));
        }
      }
      case 416 -> {
        startOver();
        throw new Passing("%s cannot continue %s".formatted(reply.uri().getHost(), file.path()));
      }
      default -> {
        startOver();
        checkLength(reply);
      }
    }
    if (have == 0) {
      keepETag(reply);
    }
  }

  private void checkLength(Reply reply) throws Failed {
    long length = reply.bytes("Content-Length").orElse(file.size());
    if (length != file.size()) {
      throw new Failed(
          "%s sends %d bytes of %s, but the hub says that it has %d"
              .formatted(reply.uri().getHost(), length, file.path(), file.size()));
    }
  }

  private void copy(Reply reply, long limit, Step step) throws HubException {
    try (var watch = new StallWatch(reply.body(), patience.stall());
        FileChannel channel = open()) {
      while (have < limit) {
        int n = read(reply, watch);
        write(channel, n);
        digest.update(buffer, 0, n);
        have += n;
        watch.alive();
        step.at(have);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private FileChannel open() throws IOException {
    FileChannel channel =
        FileChannel.open(
            part.path(),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    return channel.truncate(have).position(have);
  }

  /// How many bytes came into the buffer, at least one.
  private int read(Reply reply, StallWatch watch) throws HubException {
    String host = reply.uri().getHost();
    int n;
    try {
      n = reply.body().read(buffer);
    } catch (IOException e) {
      String what =
          watch.hasStalled()
              ? "%s sent nothing for %d s".formatted(host, patience.stall().toSeconds())
              : "the connection to %s broke".formatted(host);
      throw new Passing("%s after %d bytes of %s".formatted(what, have, file.path()), e);
    }
    if (n < 0) {
      throw new Passing(
          "the connection to %s ended after %d of %d bytes of %s"
              .formatted(host, have, file.size(), file.path()));
    }
    if (have + n > file.size()) {
      throw new Failed(
          "%s sends more than the %d bytes that %s has, says the hub"
              .formatted(host, file.size(), file.path()));
    }
    return n;
  }

  private void write(FileChannel channel, int n) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Gives the file its name if it is what it should be; else it has to come again, once.
  private void accept() throws HubException {
    if (!file.hash().matches(digest)) {
      startOver();
      if (wasWrong) {
        throw new Failed(
            "%s came twice with another %s than the hub says; something on the way changes it"
                .formatted(file.path(), file.hash().kind()));
      }
      wasWrong = true;
      progress.say(
          "%s came with another %s than the hub says; getting it again"
              .formatted(file.path(), file.hash().kind()));
      return;
    }
    try {
      if (file.size() == 0) {
        Files.write(part.path(), new byte[0]); // nothing came that would have made it
      }
      Files.move(part.path(), part.finished(), StandardCopyOption.ATOMIC_MOVE);
      part.forget();
      done = true;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void startOver() throws Refused {
    try {
      digest = file.hash().begin(file.size());
      have = 0;
      part.forget();
      Files.deleteIfExists(part.path());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void keepETag(Reply reply) throws Refused {
    try {
      part.remember(reply.header("ETag").filter(etag -> etag.startsWith("\"")));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private Refused unwritable(IOException e) {
    return Staging.unwritable(part.path(), e);
  }
}
