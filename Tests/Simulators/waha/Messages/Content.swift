/// What a message says.
enum Content: Sendable {
    case text(String)
    case file(MediaFile, caption: String?)
    case place(Place)
    case contacts([String])
    case poll(Poll)
    /// The answer to a list or to buttons.
    case choice(title: String, id: String, ofList: Bool)
    case list(title: String, description: String, button: String)
    /// Announces the images and videos that follow.
    case album(images: Int, videos: Int)
    /// WhatsApp's own notes, of which only WEBJS tells: `e2e_notification`.
    case system(type: String)
    /// Cannot be decrypted yet: "waiting for this message".
    case waiting
    /// Something newer than WAHA, by its protocol key.
    case unknown(key: String)

    /// The words of it: text or caption.
    var words: String {
        switch self {
        case .text(let text): text
        case .file(_, let caption): caption ?? ""
        case .choice(let title, _, _): title
        default: ""
        }
    }

    /// A short name for the ledger: `text`, `image`, `poll`.
    var kind: String {
        switch self {
        case .text: "text"
        case .file(let attachment, _): attachment.kind.rawValue
        case .place(let place): place.isLive ? "live-location" : "location"
        case .contacts: "contact"
        case .poll: "poll"
        case .choice: "choice"
        case .list: "list"
        case .album: "album"
        case .system: "system"
        case .waiting: "waiting"
        case .unknown: "unknown"
        }
    }
}

/// A point on the map.
struct Place: Sendable {
    /// Degrees, -90 to 90.
    var latitude: Double
    /// Degrees, -180 to 180.
    var longitude: Double
    var name: String?
    var address: String?
    var isLive = false
}

struct Poll: Sendable {
    var name: String
    var options: [String]
    var allowsSeveral: Bool
}

/// Bytes that travel with a message.
struct MediaFile: Sendable {
    var kind: Kind
    var bytes: [UInt8]
    /// May hold parameters: `audio/ogg; codecs=opus`.
    var mimetype: String
    /// Documents only, as a rule.
    var filename: String?
    var state = State.downloadable
    var isViewOnce = false

    enum Kind: String, Sendable, CaseIterable {
        case image, video, note = "video-note", gif, audio, voice, document, sticker
    }

    /// What WAHA made of the download.
    /// - Source: the WAHA fact sheet, 6.2.
    enum State: String, Sendable, CaseIterable {
        case downloadable
        /// Not wanted by a filter: no URL.
        case skipped
        /// No media object at all.
        case missing
        /// The download failed: no URL, an error object.
        case failed
        /// A pre-signed URL on another host, which must not see the API key.
        case foreign
        /// The URL names a host that only WAHA's own network knows.
        case wrongAuthority = "wrong-authority"
    }

    /// As WAHA derives it from the type: `jpeg`, `oga`, `pdf`.
    var fileExtension: String {
        let type = mimetype.split(separator: ";").first.map(String.init) ?? mimetype
        if let known = Self.extensions[type] { return known }
        return type.split(separator: "/").last.map(String.init) ?? "bin"
    }

    private static let extensions = [
        "audio/ogg": "oga", "audio/mpeg": "mp3", "text/plain": "txt", "application/octet-stream": "bin",
        "application/was": "zip",
    ]
}
