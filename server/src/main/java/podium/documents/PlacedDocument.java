package podium.documents;

import podium.api.Document;

/// A document and where it stands.
public record PlacedDocument(Document document, Place place) {}
