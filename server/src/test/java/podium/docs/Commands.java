package podium.docs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a block of a page has its reader type.
final class Commands {

  private Commands() {}

  /// One command after the other, each with its continued lines, quoted text and here-documents;
  /// bash itself says where one ends. Comments are left out.
  static List<String> of(String script) throws IOException, InterruptedException {
    List<String> commands = new ArrayList<>();
    var command = new StringBuilder();
    for (String line : script.lines().toList()) {
      if (command.isEmpty() && (line.isBlank() || line.startsWith("#"))) {
        continue;
      }
      command.append(line).append('\n');
      if (isComplete(command.toString())) {
        commands.add(command.toString().strip());
        command.setLength(0);
      }
    }
    if (!command.isEmpty()) {
      throw new AssertionError("the command does not end: " + command);
    }
    return commands;
  }

  /// Of a here-document that does not end bash only warns.
  private static boolean isComplete(String command) throws IOException, InterruptedException {
    if (command.endsWith("\\\n")) {
      return false;
    }
    Process bash =
        new ProcessBuilder("bash", "-n", "-c", command).redirectErrorStream(true).start();
    boolean silent = bash.inputReader().readLine() == null;
    return bash.waitFor() == 0 && silent;
  }
}
