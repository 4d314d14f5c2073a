/// A stored file, or one that is on its way.
package struct MediaObject: Codable, Hashable, Sendable {
    package var id: MediaID
    package var state: MediaState
    /// Sniffed from the bytes once they are here; until then what the sender says.
    package var mimetype: String?
    package var filename: String?
    /// Bytes.
    package var size: Int?
    /// Lower-case hex of the bytes' SHA-256.
    package var sha256: String?
    /// One sentence on why it failed.
    package var error: String?
    /// When it was uploaded, or first heard of.
    package var createdAt: Timestamp?

    package init(id: MediaID, state: MediaState) {
        self.id = id
        self.state = state
    }
}

/// Where a file is on its way in.
package enum MediaState: String, Codable, CaseIterable, Sendable {
    case pending, ready, failed
    /// The provider has deleted it before it could be fetched.
    case expired
}

/// A file has arrived, or will not.
package struct MediaChanged: Event {
    package static let topic = "media.changed.v1"
    package static let stream = Stream.media
    package var laneKey: String { media.id.text }

    package var media: MediaObject

    package init(media: MediaObject) {
        self.media = media
    }
}
