package podium.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import podium.RerankException.ModelUnavailable;
import podium.text.PairTemplate.Part;

/// Reads templates from the `post_processor` of a `tokenizer.json`.
final class PairTemplates {

  private PairTemplates() {}

  /// @throws ModelUnavailable if there is none, or of a kind that we do not know
  static PairTemplate read(TokenizerJson json) {
    return read(json.postProcessor());
  }

  /// The special tokens around a single text.
  record Frame(Tokens before, Tokens after) {

    /// @param parts special tokens, and the text as the only [Part.Query]
    static Frame of(List<Part> parts) {
      if (count(parts, Part.Query.class) != 1 || count(parts, Part.Document.class) != 0) {
        throw wrong("must have A once in its single");
      }
      int text = 0;
      while (!(parts.get(text) instanceof Part.Query)) {
        text++;
      }
      return new Frame(ids(parts.subList(0, text)), ids(parts.subList(text + 1, parts.size())));
    }

    private static Tokens ids(List<Part> parts) {
      Stream<Part.Special> special =
          parts.stream().filter(Part.Special.class::isInstance).map(Part.Special.class::cast);
      return new Tokens("", special.mapToInt(Part.Special::id).toArray(), true);
    }
  }

  /// @throws ModelUnavailable if the template is of a kind that we do not know
  static Frame single(TokenizerJson json) {
    return Frame.of(single(json.postProcessor()));
  }

  private static List<Part> single(JsonNode processor) {
    return switch (processor.path("type").asText()) {
      case "TemplateProcessing" -> parts(processor, "single");
      case "BertProcessing", "RobertaProcessing" ->
          List.of(
              new Part.Special(id(processor.at("/cls/1"), "cls"), 0),
              new Part.Query(0),
              new Part.Special(id(processor.at("/sep/1"), "sep"), 0));
      case "Sequence" -> single(onlyTemplate(processor.path("processors")));
      case "", "ByteLevel" -> List.of(new Part.Query(0));
      case String type -> throw wrong("of type %s has no template for texts".formatted(type));
    };
  }

  private static PairTemplate read(JsonNode processor) {
    return switch (processor.path("type").asText()) {
      case "TemplateProcessing" -> template(processor);
      case "BertProcessing" -> bert(processor);
      case "RobertaProcessing" -> roberta(processor);
      case "Sequence" -> read(onlyTemplate(processor.path("processors")));
      case "" -> throw wrong("has no template for pairs");
      case String type -> throw wrong("of type %s has no template for pairs".formatted(type));
    };
  }

  /// Byte-level processors only move offsets.
  private static JsonNode onlyTemplate(JsonNode processors) {
    List<JsonNode> templates =
        processors
            .valueStream()
            .filter(processor -> !processor.path("type").asText().equals("ByteLevel"))
            .toList();
    if (templates.size() != 1) {
      throw wrong("has %d templates for pairs instead of one".formatted(templates.size()));
    }
    return templates.getFirst();
  }

  private static PairTemplate bert(JsonNode processor) {
    int cls = id(processor.at("/cls/1"), "cls");
    int sep = id(processor.at("/sep/1"), "sep");
    return new PairTemplate(
        List.of(
            new Part.Special(cls, 0),
            new Part.Query(0),
            new Part.Special(sep, 0),
            new Part.Document(1),
            new Part.Special(sep, 1)));
  }

  private static PairTemplate roberta(JsonNode processor) {
    int cls = id(processor.at("/cls/1"), "cls");
    int sep = id(processor.at("/sep/1"), "sep");
    return new PairTemplate(
        List.of(
            new Part.Special(cls, 0),
            new Part.Query(0),
            new Part.Special(sep, 0),
            new Part.Special(sep, 0),
            new Part.Document(0),
            new Part.Special(sep, 0)));
  }

  private static PairTemplate template(JsonNode processor) {
    List<Part> parts = parts(processor, "pair");
    if (count(parts, Part.Query.class) != 1 || count(parts, Part.Document.class) != 1) {
      throw wrong("must have A and B once each in its pair");
    }
    return new PairTemplate(parts);
  }

  /// @param name of the template
  private static List<Part> parts(JsonNode processor, String name) {
    List<Part> parts = new ArrayList<>();
    for (JsonNode piece : processor.path(name)) {
      if (piece.has("Sequence")) {
        parts.add(sequence(piece.path("Sequence")));
      } else {
        addSpecial(piece.path("SpecialToken"), processor.path("special_tokens"), parts);
      }
    }
    return parts;
  }

  private static Part sequence(JsonNode sequence) {
    int typeId = id(sequence.path("type_id"), "type_id");
    return switch (sequence.path("id").asText()) {
      case "A" -> new Part.Query(typeId);
      case "B" -> new Part.Document(typeId);
      case String id -> throw wrong("has a sequence '%s', but must have A or B".formatted(id));
    };
  }

  private static void addSpecial(JsonNode special, JsonNode specialTokens, List<Part> parts) {
    String name = special.path("id").asText();
    JsonNode ids = specialTokens.path(name).path("ids");
    if (!ids.isArray() || ids.isEmpty()) {
      throw wrong("has no ids for the special token '%s'".formatted(name));
    }
    int typeId = id(special.path("type_id"), "type_id");
    for (JsonNode id : ids) {
      parts.add(new Part.Special(id(id, name), typeId));
    }
  }

  private static long count(List<Part> parts, Class<? extends Part> kind) {
    return parts.stream().filter(kind::isInstance).count();
  }

  private static int id(JsonNode id, String name) {
    if (!id.isInt() || id.intValue() < 0) {
      throw wrong(
          "needs a token id as %s, but has %s".formatted(name, id.isMissingNode() ? "none" : id));
    }
    return id.intValue();
  }

  private static ModelUnavailable wrong(String what) {
    return new ModelUnavailable("tokenizer.json: post_processor " + what);
  }
}
