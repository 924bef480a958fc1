package podium.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The clients for JavaScript, each call in a process of its own. Their packages are those of
/// `package-lock.json`, installed by `npm ci` below `target` when they are not there yet.
final class Node {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("target", "node");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "clients.mjs");

  /// What is there if all was installed: a copy of the lock file that it was installed from.
  private static final Path INSTALLED = FOLDER.resolve("installed.json");

  private Node() {}

  /// Has `client` of `clients.mjs` rank documents.
  ///
  /// @throws IOException with the client's own message if it fails
  static List<Double> scores(String client, URI server, String query, List<String> documents)
      throws IOException, InterruptedException {
    install();
    ObjectNode request = JSON.createObjectNode().put("query", query);
    documents.forEach(request.withArray("documents")::add);
    String output = run(request.toString(), "node", "clients.mjs", client, server.toString());
    JsonNode answer = JSON.readTree(output);
    if (answer.has("error")) {
      throw new IOException(answer.path("error").asText());
    }
    return answer.path("scores").valueStream().map(JsonNode::asDouble).toList();
  }

  /// What the module prints.
  static String program(String module) throws IOException, InterruptedException {
    install();
    Path file = Files.createTempFile(FOLDER, "program", ".mjs");
    Files.writeString(file, module);
    String output = run("", "node", file.getFileName().toString());
    Files.delete(file);
    return output;
  }

  private static synchronized void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    for (String file : FILES) {
      try (var source = Node.class.getResourceAsStream("/node/" + file)) {
        Files.write(FOLDER.resolve(file), source.readAllBytes());
      }
    }
    Path lock = FOLDER.resolve("package-lock.json");
    if (!Files.exists(INSTALLED) || Files.mismatch(lock, INSTALLED) >= 0) {
      run("", "npm", "ci", "--no-audit", "--no-fund");
      Files.copy(lock, INSTALLED, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String run(String input, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(FOLDER, command[0], ".out");
    Process process = start(output, command);
    try (var stdin = process.outputWriter()) {
      stdin.write(input);
    }
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(command[0] + " did not end within two minutes");
    }
    String text = Files.readString(output);
    Files.delete(output);
    if (process.exitValue() != 0) {
      throw new AssertionError("%s failed:%n%s".formatted(String.join(" ", command), text));
    }
    return text;
  }

  private static Process start(Path output, String... command) {
    try {
      return new ProcessBuilder(command)
          .directory(FOLDER.toFile())
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      throw new AssertionError(
          "these tests run clients for JavaScript: install Node.js 18 or newer with npm (%s)"
              .formatted(e.getMessage()),
          e);
    }
  }
}
