package podium.openapi;

import static podium.openapi.OpenApi.child;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import podium.openapi.OpenApi.Operation;

/// Checks headers and bodies against the places of the document that describe them.
record MessageCheck(OpenApi document) {

  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// Headers of HTTP and of CORS, which OpenAPI leaves out.
  private static final Set<String> USUAL_HEADERS =
      Set.of(
          "access-control-allow-origin",
          "access-control-expose-headers",
          "connection",
          "content-length",
          "content-type",
          "vary");

  /// @param response a place of the document
  void checkAnswer(Exchanged exchanged, String response) {
    List<String> complaints = new ArrayList<>(headers(exchanged, child(response, "headers")));
    String content = child(response, "content");
    if (!exchanged.method().equals("HEAD") && document.has(content)) {
      complaints.addAll(body(exchanged, content));
    }
    if (!complaints.isEmpty()) {
      throw DriftCheck.drift(
          "%s %s answered %d, but not as %s says:%n  %s%nThe answer was %s"
              .formatted(
                  exchanged.method(),
                  shortened(exchanged.target()),
                  exchanged.status(),
                  place(response),
                  String.join("\n  ", complaints),
                  shortened(exchanged.answer())));
    }
  }

  void checkRequest(Exchanged exchanged, Operation operation) {
    String schema = operation.pointer() + "/requestBody/content/application~1json/schema";
    if (!document.has(schema)) {
      return;
    }
    List<String> complaints = json(schema, exchanged.request());
    if (!complaints.isEmpty()) {
      throw DriftCheck.drift(
          "%s accepted a request that %s forbids, so correct one of the two:%n  %s%nThe request was %s"
              .formatted(
                  operation,
                  place(document.resolved(schema)),
                  String.join("\n  ", complaints),
                  shortened(exchanged.request())));
    }
  }

  private List<String> headers(Exchanged exchanged, String headers) {
    List<String> complaints = new ArrayList<>();
    List<String> documented = document.names(headers);
    for (String name : documented) {
      String header = document.resolved(child(headers, name));
      Optional<String> value = exchanged.header(name);
      if (value.isPresent()) {
        document.complaints(child(header, "schema"), typed(value.get())).stream()
            .map(complaint -> "the header %s is %s%s".formatted(name, value.get(), complaint))
            .forEach(complaints::add);
      } else if (document.at(header).path("required").asBoolean()) {
        complaints.add("the header %s is missing".formatted(name));
      }
    }
    exchanged.headers().keySet().stream()
        .filter(name -> !USUAL_HEADERS.contains(name))
        .filter(name -> documented.stream().noneMatch(name::equalsIgnoreCase))
        .map(name -> "the header %s is not written there: add it under headers:".formatted(name))
        .forEach(complaints::add);
    return complaints;
  }

  private static JsonNode typed(String header) {
    return header.matches("[0-9]{1,9}")
        ? IntNode.valueOf(Integer.parseInt(header))
        : TextNode.valueOf(header);
  }

  private List<String> body(Exchanged exchanged, String content) {
    String type = exchanged.header("content-type").orElse("");
    if (!document.names(content).contains(type)) {
      return List.of("the content type is %s: add it under content:".formatted(type));
    }
    String schema = child(child(content, type), "schema");
    return type.equals(JSON)
        ? json(schema, exchanged.answer())
        : document.complaints(schema, TextNode.valueOf(exchanged.answer()));
  }

  private List<String> json(String schema, String text) {
    try {
      return document.complaints(schema, MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      return List.of("it is no JSON: " + e.getOriginalMessage());
    }
  }

  /// As a person looks for it in the file.
  private static String place(String pointer) {
    return pointer.substring(1).replace("/", ": ").replace("~1", "/").replace("~0", "~") + ":";
  }

  private static String shortened(String text) {
    return text.length() <= 1000 ? text : text.substring(0, 1000) + "…";
  }
}
