/// What a file is to people: what galleries are searched by, and what retention is set for.
package enum MediaClass: String, Codable, CaseIterable, Sendable {
    case image, video, audio, document, voice, sticker

    /// - Parameter mimetype: as sniffed; nil is a document.
    package init(mimetype: String?) {
        let type = mimetype?.lowercased() ?? ""
        switch type.prefix(while: { $0 != "/" }) {
        case "image": self = .image
        case "video": self = .video
        case "audio": self = .audio
        default: self = type.hasPrefix("application/ogg") ? .audio : .document
        }
    }

    /// The class of a message's file.
    package init(_ kind: MessageKind, mimetype: String?) {
        switch kind {
        case .image: self = .image
        case .video, .gif: self = .video
        case .audio: self = .audio
        case .voice: self = .voice
        case .sticker: self = .sticker
        case .document: self = .document
        default: self.init(mimetype: mimetype)
        }
    }
}
