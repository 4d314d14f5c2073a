import Contracts
import Store

/// One change of a message: a row of `alteration`.
struct Alteration: Sendable {
    let kind: MessageAltered.Kind
    /// What there is one of.
    let slot: String
    let actor: MessageActor
    let text: String?
    let options: [String]?
    let at: Timestamp

    init(_ event: MessageAltered) {
        kind = event.kind
        actor = event.by
        text = event.text
        options = event.options
        at = event.at
        slot =
            switch event.kind {
            case .reaction, .vote: Self.person(event.by, in: event.chat)
            case .edit, .revocation: "\(event.at.milliseconds)"
            case .call: event.text ?? ""
            }
    }

    /// Under whatever address they are told: in a chat of two there is one other.
    private static func person(_ actor: MessageActor, in chat: ChatID) -> String {
        if actor.fromMe { return "me" }
        if chat.kind != .group { return "them" }
        return actor.phoneNumber ?? actor.chatId?.text ?? "them"
    }

    /// - Parameter row: of ``AlterationQuery/all``.
    init(_ row: Row) throws(StoreError) {
        kind = try row.get(0)
        slot = try row.get(1)
        actor = try row.get(2, as: JSONColumn<MessageActor>.self).value
        text = try row.get(3)
        options = try row.get(4, as: JSONColumn<[String]>?.self)?.value
        at = try row.get(5)
    }
}

extension MessageAltered.Kind: SQLBindable, SQLReadable {}

/// What a message was before the first change of what it says.
struct OriginalMessage: Sendable {
    let type: MessageKind
    let body: String?
    let content: MessageContent?
    let media: MediaID?

    init(_ message: Message) {
        type = message.type
        body = message.body
        content = message.content
        media = message.media?.id
    }

    /// - Parameter row: of ``AlterationQuery/original``.
    init(_ row: Row) throws(StoreError) {
        type = try row.get(0)
        body = try row.get(1)
        content = try row.get(2, as: JSONColumn<MessageContent>?.self)?.value
        media = try row.get(3)
    }
}
