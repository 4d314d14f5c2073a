import Contracts
import Runtime
import Store

/// Our own reactions, votes, edits and revocations: they show at once, leave by the send queue in the order of their
/// conversation, and are withdrawn when the provider refuses them.
struct Gestures {
    /// WhatsApp takes no edit of what is older.
    /// - Source: WAHA documentation, edit message.
    static let editable = Duration.seconds(15 * 60)

    let turn: Turn

    private var alterations: Alterations { Alterations(turn: turn) }

    /// - Throws: `Problem` 404, 409, 422.
    func react(_ request: ReactToMessage) throws -> Message {
        if let emoji = request.emoji, emoji.count != 1 || emoji.utf8.count > 64 || emoji.utf8.allSatisfy({ $0 < 0x80 })
        {
            throw Problem.invalid([FieldProblem("emoji", "must be one emoji")])
        }
        let thread = try admit(request.staff, to: request.conversation, within: request.scope)
        let stored = try find(request.message, in: thread.id)
        guard stored.message.type != .revoked else { throw Self.revoked }
        let mine = stored.message.reactions?.first { $0.senders.contains(where: \.fromMe) }?.emoji
        guard mine != request.emoji else { return try stored.withSender(in: turn.transaction).message }
        return try perform(.reaction, on: stored, in: thread, text: request.emoji ?? "", by: request.staff)
    }

    /// - Throws: `Problem` 404, 409, 422.
    func vote(_ request: VoteInPoll) throws -> Message {
        let thread = try admit(request.staff, to: request.conversation, within: request.scope)
        let stored = try find(request.message, in: thread.id)
        guard stored.message.type != .revoked else { throw Self.revoked }
        guard let poll = stored.message.content?.poll else {
            throw Problem(409, "no_poll", "Only a poll can be voted in.")
        }
        let wanted = Set(request.options)
        guard wanted.isSubset(of: poll.options.map(\.text)) else {
            throw Problem.invalid([FieldProblem("options", "must be the texts of the poll's options")])
        }
        guard poll.multiple || wanted.count <= 1 else {
            throw Problem.invalid([FieldProblem("options", "must be one at most: the poll takes no more")])
        }
        let mine = poll.options.filter { $0.voters?.contains(where: \.fromMe) == true }.map(\.text)
        guard wanted != Set(mine) else { return try stored.withSender(in: turn.transaction).message }
        let options = poll.options.map(\.text).filter(wanted.contains)
        return try perform(.vote, on: stored, in: thread, text: nil, options: options, by: request.staff)
    }

    /// - Throws: `Problem` 404, 409, 422.
    func edit(_ request: EditMessage) throws -> Message {
        let hasText = request.text.contains { !$0.isWhitespace }
        guard hasText, request.text.utf8.count <= OutgoingContent.textLimit else {
            throw Problem.invalid([FieldProblem("text", "must have 1 to \(OutgoingContent.textLimit) bytes")])
        }
        let thread = try admit(request.staff, to: request.conversation, within: request.scope)
        let stored = try findOwn(request.message, in: thread.id)
        guard stored.message.type != .revoked else { throw Self.revoked }
        guard stored.message.isEditable else {
            throw Problem(409, "not_editable", "Only a text, or the caption of a file, can be changed.")
        }
        guard turn.now < stored.message.timestamp + Self.editable else {
            throw Problem(409, "too_late", "WhatsApp lets a message be changed for 15 minutes. Send another one.")
        }
        guard request.text != stored.message.body else { return stored.message }
        return try perform(.edit, on: stored, in: thread, text: request.text, by: request.staff)
    }

    /// - Throws: `Problem` 404, 409.
    func revoke(_ request: RevokeMessage) throws -> Message {
        let thread = try admit(request.staff, to: request.conversation, within: request.scope)
        let stored = try findOwn(request.message, in: thread.id)
        guard stored.message.type != .revoked else { return stored.message }
        return try perform(.revocation, on: stored, in: thread, text: nil, by: request.staff)
    }

    /// The provider has taken one, or refused it: then the message is as it was before.
    func settled(_ event: GestureSettled) throws {
        guard let row = try turn.transaction.first(GestureQuery.gesture, turn.workspace, event.gesture) else { return }
        guard let error = event.error else {
            try turn.transaction.run(GestureQuery.end, event.gesture)
            return
        }
        let message: MessageID = try row.get(0)
        let channel: ChannelID = try row.get(1)
        let target: String = try row.get(2)
        let kind: MessageAltered.Kind = try row.get(3)
        let (slot, at) = (try row.get(4, as: String.self), try row.get(5, as: Timestamp.self))
        let withdrawn = try turn.transaction.run(
            GestureQuery.withdraw,
            arguments: [turn.workspace, channel, target, kind, slot, at]
        )
        try turn.transaction.run(GestureQuery.refuse, event.gesture, error.code, error.message)
        guard withdrawn == 1 else { return }
        if let replaced = try row.get(6, as: JSONColumn<MessageAltered>?.self)?.value {
            _ = try alterations.put(Alteration(replaced), on: target, of: channel)
        }
        try alterations.settle(message, knownAs: target)
    }

    private func perform(
        _ kind: MessageAltered.Kind,
        on stored: StoredMessage,
        in thread: StoredConversation,
        text: String?,
        options: [String]? = nil,
        by staff: StaffID?
    ) throws -> Message {
        guard let full = stored.message.providerId, let provider = try? ProviderMessageID(full) else {
            throw Problem(409, "not_sent_yet", "WhatsApp does not have this message yet. Try again when it is sent.")
        }
        let id = MessageID(trusted: UUIDv7.make(at: turn.now))
        let told = MessageAltered(
            channel: stored.channel,
            chat: stored.chat,
            target: provider.bare,
            kind: kind,
            by: MessageActor(fromMe: true, staff: staff),
            text: text,
            options: options,
            at: turn.now
        )
        try remember(Alteration(told), id, told, of: stored.id)
        try alterations.settle(stored.id, knownAs: provider.bare)
        try turn.emit(
            MessageToSend(
                messageId: id,
                channel: stored.channel,
                chat: thread.chat,
                content: OutgoingContent(gesture: Gesture(kind: kind, target: full, options: options), text: text),
                priority: .staff,
                sentBy: staff,
                at: turn.now
            )
        )
        return try find(stored.id, in: stored.message.conversationId).withSender(in: turn.transaction).message
    }

    /// Writes down what it is and what stood in its place.
    private func remember(_ alteration: Alteration, _ id: MessageID, _ told: MessageAltered, of message: MessageID)
        throws
    {
        let key: [any SQLBindable] = [turn.workspace, told.channel, told.target, told.kind, alteration.slot]
        let before = try turn.transaction.first(GestureQuery.alteration, arguments: key).map(Alteration.init)
        var at = told.at
        // By our clock it may be no newer than what the provider told by its own.
        if let before, before.at >= at { at = before.at + .milliseconds(1) }
        let replaced = before.map { before in
            MessageAltered(
                channel: told.channel,
                chat: told.chat,
                target: told.target,
                kind: before.kind,
                by: before.actor,
                text: before.text,
                options: before.options,
                at: before.at
            )
        }
        var newer = told
        newer.at = at
        let kept = Alteration(newer)
        _ = try alterations.put(kept, on: told.target, of: told.channel)
        let values: [any SQLBindable] = [
            id, turn.workspace, message, told.channel, told.target, told.kind, kept.slot, kept.at,
            replaced.map { JSONColumn($0) },
        ]
        try turn.transaction.run(GestureQuery.add, arguments: values)
    }

    /// Whoever may send may do this as well.
    private func admit(
        _ staff: StaffID?,
        to conversation: ConversationID,
        within scope: String?
    ) throws -> StoredConversation {
        let thread = try Threads(turn: turn).conversation(conversation, within: scope)
        try thread.work.admit(staff)
        return thread
    }

    private func find(_ id: MessageID, in conversation: ConversationID) throws -> StoredMessage {
        let stored = try Messages(turn: turn).find(id)
        guard let stored, stored.message.conversationId == conversation else { throw Problem.notFound("message") }
        return stored
    }

    private func findOwn(_ id: MessageID, in conversation: ConversationID) throws -> StoredMessage {
        let stored = try find(id, in: conversation)
        guard stored.message.direction == .outgoing else {
            throw Problem(409, "not_ours", "Only what was sent from this number can be changed or taken back.")
        }
        return stored
    }

    private static let revoked = Problem(409, "revoked", "The message was taken back.")
}

extension Message {
    /// Whether WhatsApp lets its text be changed.
    fileprivate var isEditable: Bool {
        switch type {
        case .text, .image, .video, .document, .gif, .buttons, .list: true
        default: false
        }
    }
}
