package org.flashcrowd.media.storage;

import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the answer to ListObjectsV2. */
final class S3Listing {
  private S3Listing() {}

  /** A new one each time: it is not said to be safe for threads. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  /** The objects in it, in its order. */
  static List<ObjectStorage.Entry> parse(String xml) {
    try {
      return entries(factory().createXMLStreamReader(new StringReader(xml)));
    } catch (XMLStreamException malformed) {
      throw StorageUnavailable.passing("a list that cannot be read", malformed);
    }
  }

  private static List<ObjectStorage.Entry> entries(XMLStreamReader reader)
      throws XMLStreamException {
    List<ObjectStorage.Entry> entries = new ArrayList<>();
    String name = "";
    Instant written = Instant.EPOCH;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamReader.START_ELEMENT) {
        switch (reader.getLocalName()) {
          case "Key" -> name = reader.getElementText();
          case "LastModified" -> written = Instant.parse(reader.getElementText());
          default -> {}
        }
      } else if (event == XMLStreamReader.END_ELEMENT && reader.getLocalName().equals("Contents")) {
        entries.add(new ObjectStorage.Entry(name, written));
      }
    }
    return entries;
  }
}
