/// One WhatsApp message as it happened; how an engine tells it is the business of ``EngineShape``.
struct Message: Sendable {
    /// Hex-like, unique per sender, shared by all addresses of the message.
    var bareID: String
    var chat: Address
    var fromMe: Bool
    /// In a group: who wrote it.
    var participant: Address?
    /// The sender's other address as raw data tells it: nil when the field is missing, `""` when it is empty.
    var alternativeJID: String?
    /// When it was written, in milliseconds since 1970; WAHA tells seconds.
    var milliseconds: Int64
    var pushName = ""
    var source = Source.app
    var ack: Ack
    var content: Content
    var quote: Quote?
    /// What a text links to, when that is shown.
    var page: Page?
    /// The latest reaction of each person, by chat id.
    var reactions: [String: String] = [:]
    /// What each person chose of a poll, by chat id.
    var votes: [String: [String]] = [:]
    var isStarred = false

    enum Source: String, Sendable {
        case api, app
    }

    /// What a reply quotes.
    struct Quote: Sendable {
        var bareID: String
        var participant: Address
        var body: String
    }

    /// A page of the web as a message shows it.
    struct Page: Sendable {
        var url: String
        var title: String
        var description: String
    }

    var seconds: Int64 { milliseconds / 1_000 }

    /// `false_15550002222@c.us_3EB0CC`, in groups with the participant as fourth part.
    var fullID: String {
        let id = "\(fromMe)_\(chat.chatID)_\(bareID)"
        return participant.map { id + "_" + $0.chatID } ?? id
    }

    /// Bytes, if the content has some.
    var attachment: MediaFile? {
        if case .file(let attachment, _) = content { attachment } else { nil }
    }
}

/// How far a message has come.
/// - Source: the WAHA fact sheet, 8.4.
enum Ack: Int, Sendable, Comparable {
    case error = -1
    case pending = 0
    case server, device, read, played

    var name: String {
        switch self {
        case .error: "ERROR"
        case .pending: "PENDING"
        case .server: "SERVER"
        case .device: "DEVICE"
        case .read: "READ"
        case .played: "PLAYED"
        }
    }

    init?(name: String) {
        let all: [Ack] = [.error, .pending, .server, .device, .read, .played]
        guard let ack = all.first(where: { $0.name == name }) else { return nil }
        self = ack
    }

    static func < (left: Ack, right: Ack) -> Bool { left.rawValue < right.rawValue }
}
