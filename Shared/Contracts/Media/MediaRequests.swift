/// One stored file. Throws `not_found`.
package struct DescribeMedia: Request {
    package typealias Reply = MediaObject
    package static let name = "media.describe"
    package static let service = ServiceName.media
    package var laneKey: String? { nil }

    package var media: MediaID

    package init(media: MediaID) {
        self.media = media
    }
}

/// Has a file fetched once more that was given up, by asking its provider for it anew. One that is here or on its way
/// stays as it is. Throws `not_found`, and `not_retryable` for a file that came from no message.
package struct RetryMedia: Request {
    package typealias Reply = MediaObject
    package static let name = "media.retry"
    package static let service = ServiceName.media
    package var laneKey: String? { media.text }

    package var media: MediaID

    package init(media: MediaID) {
        self.media = media
    }
}

/// Makes a voice note of a recording: Ogg with Opus, one channel. The same recording gives the same file again, and one
/// that is a voice note already is given back as it is. Throws `not_found`, `media_not_ready`, `media_unreadable`, and
/// `ffmpeg_missing` where that is not installed.
package struct ConvertVoice: Request {
    package typealias Reply = MediaObject
    package static let name = "media.convert-voice"
    package static let service = ServiceName.media
    package var laneKey: String? { nil }

    /// The type of what comes of it, as WhatsApp wants it to be called.
    package static let mimetype = "audio/ogg; codecs=opus"

    package var media: MediaID

    package init(media: MediaID) {
        self.media = media
    }
}

/// Whose a file is, beside the messages that show it. Throws `not_found`.
package struct ShowFileHome: Request {
    package typealias Reply = FileHome
    package static let name = "media.home"
    package static let service = ServiceName.media
    package var laneKey: String? { nil }

    package var media: MediaID

    package init(media: MediaID) {
        self.media = media
    }
}

/// Where a file belongs.
package struct FileHome: Codable, Hashable, Sendable {
    /// Whether it stands in the gallery, which is everybody's.
    package var inGallery: Bool
    /// Whether it came with a message, rather than as an upload.
    package var isReceived: Bool
    /// Nil for what nobody of the staff put in.
    package var uploader: Uploader?
    /// The file that it was made of: who sees that one sees this one.
    package var original: MediaID?

    package init(inGallery: Bool, isReceived: Bool, uploader: Uploader? = nil, original: MediaID? = nil) {
        self.inGallery = inGallery
        self.isReceived = isReceived
        self.uploader = uploader
        self.original = original
    }
}
