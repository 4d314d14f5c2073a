/// For how many days a workspace keeps files, by class: 1 to 3,650, or for ever where there is none.
///
/// They are counted from the day a file came. Files of the gallery are kept whatever stands here.
package struct MediaRetention: Codable, Hashable, Sendable {
    package var image: Int?
    package var video: Int?
    package var audio: Int?
    package var document: Int?
    package var voice: Int?
    package var sticker: Int?

    package init() {}

    package subscript(group: MediaClass) -> Int? {
        get { self[keyPath: Self.place(of: group)] }
        set { self[keyPath: Self.place(of: group)] = newValue }
    }

    private static func place(of group: MediaClass) -> WritableKeyPath<MediaRetention, Int?> {
        switch group {
        case .image: \.image
        case .video: \.video
        case .audio: \.audio
        case .document: \.document
        case .voice: \.voice
        case .sticker: \.sticker
        }
    }
}

/// How long files are kept.
package struct ShowRetention: Request {
    package typealias Reply = MediaRetention
    package static let name = "media.retention.show"
    package static let service = ServiceName.media
    package var laneKey: String? { nil }

    package init() {}
}

/// Sets how long files are kept, for all classes at once. What is older goes soon. Throws `invalid`.
package struct SetRetention: Request {
    package typealias Reply = MediaRetention
    package static let name = "media.retention.set"
    package static let service = ServiceName.media
    package var laneKey: String? { "retention" }

    package var retention: MediaRetention

    package init(retention: MediaRetention) {
        self.retention = retention
    }
}
