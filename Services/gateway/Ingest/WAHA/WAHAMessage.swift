import Contracts
import JSON

/// A message as any engine of WAHA's tells it, in webhooks and in history.
struct WAHAMessage: Hashable, Sendable {
    var id: ProviderMessageID
    var chat: ChatID
    /// E.164 of the chat's person, when the message tells it; nil for groups.
    var chatPhone: String?
    /// Who wrote it; nil for our own.
    var sender: MessageSender?
    var kind: MessageKind
    var body: String?
    /// By WhatsApp's clock; nil when it is missing.
    var timestamp: Timestamp?
    var media: WAHAMedia?
    /// The bare id of the message it answers.
    var quotedId: String?
    /// What it holds beside text and file.
    @BoxedContent var content: MessageContent?
    /// What made it, for our own; missing in history.
    var source: MessageSource?
    /// How far our own has come.
    var status: MessageStatus?
}

/// The file of a message, and whether WAHA has it.
struct WAHAMedia: Hashable, Sendable {
    var url: String?
    var mimetype: String?
    var filename: String?
    /// Why WAHA could not get it.
    var error: String?

    init(_ json: JSONValue) {
        url = json["url"].string.flatMap { $0.isEmpty ? nil : $0 }
        mimetype = json["mimetype"].string
        filename = json["filename"].string
        let error = json["error"]
        guard error.exists, !error.isNull else { return }
        let text = error.string ?? error["message"].string ?? error["details"].string
        self.error = text.map { String($0.prefix(200)) } ?? "WAHA could not fetch the file."
    }
}

/// What a message turns out to be.
enum WAHAMessageReading: Hashable, Sendable {
    case message(WAHAMessage)
    /// Nothing that belongs in a thread, and why: it is a story, a notification of WhatsApp's own, still encrypted,
    /// empty.
    case dropped(Drop)
    /// It has no id or chat that can be read.
    case unreadable

    enum Drop: String, CaseIterable, Sendable {
        case story, notification, encrypted, empty
    }
}
