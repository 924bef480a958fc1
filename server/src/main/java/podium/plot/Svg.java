package podium.plot;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes the elements of an SVG picture.
final class Svg {

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  Svg(int width, int height) {
    try {
      xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartElement("svg");
      xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
      xml.writeAttribute("viewBox", "0 0 %d %d".formatted(width, height));
      xml.writeAttribute("role", "img");
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
  }

  /// An element with text in it, which may be empty.
  ///
  /// @param attributes as in `x="1" y="2"`: names and values in turn
  void element(String name, String content, Object... attributes) {
    try {
      xml.writeCharacters("\n");
      xml.writeStartElement(name);
      for (int i = 0; i < attributes.length; i += 2) {
        xml.writeAttribute(String.valueOf(attributes[i]), value(attributes[i + 1]));
      }
      xml.writeCharacters(content);
      xml.writeEndElement();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
  }

  private static String value(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.1f", number)
        : String.valueOf(value);
  }

  /// The whole picture; nothing can be added then.
  String finish() {
    try {
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    return text + "\n";
  }
}
