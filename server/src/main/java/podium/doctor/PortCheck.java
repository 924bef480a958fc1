package podium.doctor;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import podium.RerankException.InvalidRequest;
import podium.json.JsonException;
import podium.json.JsonObject;
import podium.json.JsonValue;

/// Whether `podium serve` could listen, and else who does.
record PortCheck(String host, int port) {

  private static final String SUBJECT = "port";
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String OTHER = "stop it, or choose another with podium serve --port";

  Finding finding() {
    String place = host + ":" + port;
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as the server does, for connections that are being closed
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return Finding.ok(SUBJECT, place + " is free");
    } catch (BindException e) {
      return isTaken(e) ? taken(place) : unusable(place, e);
    } catch (IOException | IllegalArgumentException e) {
      return unusable(place, e);
    }
  }

  private static boolean isTaken(BindException e) {
    return String.valueOf(e.getMessage()).contains("in use");
  }

  private static Finding unusable(String place, Exception e) {
    return Finding.failed(
        SUBJECT,
        "nobody can listen on %s: %s".formatted(place, e.getMessage()),
        "choose an address of this machine with --host, and a port from 1024 on with --port");
  }

  private Finding taken(String place) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      Optional<String> version = version(get(client, "/info"));
      if (version.isPresent()) {
        return Finding.ok(SUBJECT, "Podium %s answers on %s".formatted(version.get(), place));
      }
      if (text(get(client, "/")).contains("<title>Podium</title>")) {
        return Finding.ok(SUBJECT, "a Podium that wants a key answers on " + place);
      }
      return Finding.warning(SUBJECT, "another HTTP server answers on " + place, OTHER);
    } catch (IOException e) {
      return Finding.warning(
          SUBJECT, "another program, which speaks no HTTP, listens on " + place, OTHER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.warning(SUBJECT, "another program listens on " + place, OTHER);
    }
  }

  private HttpResponse<byte[]> get(HttpClient client, String path)
      throws IOException, InterruptedException {
    InetAddress address = InetAddress.getByName(host);
    String there = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    String name = there.contains(":") ? "[%s]".formatted(there) : there;
    URI uri = URI.create("http://%s:%d%s".formatted(name, port, path));
    return client.send(
        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
  }

  /// Of the Podium that sent this; empty if it is none.
  private static Optional<String> version(HttpResponse<byte[]> info) {
    try {
      JsonObject object = JsonValue.parse(text(info), "info").object();
      return object
          .get("name")
          .filter(name -> name.json().equals("\"podium\""))
          .flatMap(_ -> object.get("version"))
          .map(JsonValue::text);
    } catch (JsonException | InvalidRequest e) {
      return Optional.empty();
    }
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
