import Contracts
import Runtime
import Store

/// Stores what providers tell of messages: each once, in its conversation, whatever came before of it.
struct Arrivals {
    let turn: Turn

    private var messages: Messages { Messages(turn: turn) }
    private var keys: MessageKeys { MessageKeys(turn: turn) }
    private var deliveries: Deliveries { Deliveries(turn: turn) }

    func received(_ event: MessageReceived) throws {
        if !event.providerId.fromMe {
            try addIncoming(event)
        } else if event.source == .api {
            try takeEcho(event)
        } else {
            try addOwn(event)
        }
    }

    private func addIncoming(_ event: MessageReceived) throws {
        guard let kind = ConversationKind(event.chat) else { return }
        let id = MessageID(trusted: UUIDv7.make(at: turn.now))
        let key = MessageKey(event.channel, bare: event.providerId.bare, fromMe: false)
        let claim = try keys.claim(key, for: id)
        guard claim.message == id else { return try again(event, claim.message) }
        let quiet = Self.silent.contains(event.type)
        let name = kind == .personal ? event.sender?.name : nil
        let told = name.map { ToldName(text: $0, isPast: event.backfilled == true) }
        let thread = try Threads(turn: turn)
            .conversation(event.channel, kind, Who(event.chat, told: event.chatPhone), name: told) {
                !quiet && !event.isHistory(of: $0)
            }
        var message = try message(event, id, thread.id, status: .received)
        if let choice = try Answers(turn: turn).choice(in: event, thread) {
            var content = message.content ?? MessageContent()
            content.choice = choice
            message.content = content
        }
        let isOld = quiet || event.past == true
        let stored = StoredMessage(message, turn.workspace, event.channel, event.chat, ours: false, quiet: isOld)
        let unread = !isOld && thread.work.endedAt == nil
        let counted = try messages.add(stored, to: thread, unread: unread)
        if unread, let counted { try ChatNotices(turn: turn).messageCame(event, in: counted) }
        if claim.parked > 0 { try deliveries.takeParked(key, for: id) }
    }

    /// Told twice it changes nothing, unless the second is a tombstone, or the webhook of one that was read in the history
    /// of a new channel: that is news after all.
    private func again(_ event: MessageReceived, _ known: MessageID) throws {
        turn.metrics.duplicate(in: turn.transaction)
        if event.backfilled != true, !Self.silent.contains(event.type), let counted = try messages.countAsNews(known) {
            try ChatNotices(turn: turn).messageCame(event, in: counted)
        }
        try takeBack(known, event)
    }

    /// WEBJS makes a tombstone under the same id of a message that was taken back: told so, a known one is taken back.
    private func takeBack(_ known: MessageID, _ event: MessageReceived) throws {
        guard event.type == .revoked, try messages.find(known)?.message.type != .revoked else { return }
        let actor = MessageActor(
            fromMe: event.providerId.fromMe,
            chatId: event.sender?.chatId,
            phoneNumber: event.sender?.phoneNumber,
            name: event.sender?.name
        )
        let bare = event.providerId.bare
        try Alterations(turn: turn).heard(
            MessageAltered(
                channel: event.channel,
                chat: event.chat,
                target: bare,
                kind: .revocation,
                by: actor,
                at: event.timestamp
            )
        )
    }

    /// What people do not write does not count as unread. What was read back after a silence does: it is as new to staff
    /// as what came at once, and the webhook of the same message may still be on its way. What was there before the
    /// channel was connected does not.
    private static let silent: Set<MessageKind> = [.reaction, .revoked, .notice]

    /// An own message that was sent over the provider's API. Ours are known by the id that the send queue has named;
    /// another one waits, because its id may be named yet.
    private func takeEcho(_ event: MessageReceived) throws {
        let key = MessageKey(event.channel, bare: event.providerId.bare, fromMe: true)
        if let known = try messages.find(key) ?? keys.wait(for: key).flatMap(messages.find) {
            try accept(known, event, key)
        } else {
            try Echoes(turn: turn).park(event)
        }
    }

    /// An own message that was written on the phone or another device, or that nobody has asked for in time.
    func addOwn(_ event: MessageReceived) throws {
        guard let kind = ConversationKind(event.chat) else { return }
        let id = MessageID(trusted: UUIDv7.make(at: turn.now))
        let key = MessageKey(event.channel, bare: event.providerId.bare, fromMe: true)
        let claim = try keys.claim(key, for: id)
        guard claim.message == id else {
            if let known = try messages.find(claim.message) { try accept(known, event, key) }
            return
        }
        let thread = try Threads(turn: turn)
            .conversation(event.channel, kind, Who(event.chat, told: event.chatPhone), name: nil) {
                !event.isHistory(of: $0)
            }
        let message = try message(event, id, thread.id, status: .sent)
        let stored = StoredMessage(
            message,
            turn.workspace,
            event.channel,
            event.chat,
            acceptedAt: event.timestamp,
            ours: false
        )
        try messages.add(stored, to: thread)
        if claim.parked > 0 { try deliveries.takeParked(key, for: id) }
    }

    /// The provider has our message. Anything else told twice changes nothing, but for a tombstone.
    private func accept(_ known: StoredMessage, _ event: MessageReceived, _ key: MessageKey) throws {
        try takeBack(known.id, event)
        guard known.ours else { return turn.metrics.duplicate(in: turn.transaction) }
        let report = Report(echo: event, id: turn.id)
        var accepted = known
        accepted.take(report)
        guard accepted.message != known.message || accepted.acceptedAt != known.acceptedAt else { return }
        guard try deliveries.keep(report, key, message: known.id) else { return }
        try deliveries.apply(report, to: known.id)
    }

    private func message(
        _ event: MessageReceived,
        _ id: MessageID,
        _ conversation: ConversationID,
        status: MessageStatus
    ) throws -> Message {
        var message = Message(
            id: id,
            conversationId: conversation,
            direction: event.providerId.fromMe ? .outgoing : .incoming,
            type: event.type,
            body: event.body,
            status: status,
            timestamp: event.timestamp
        )
        message.providerId = event.providerId.text
        message.sender = event.sender
        message.quotedId = event.quotedId
        message.source = event.source
        message.content = event.content
        if event.quotedId != nil {
            try Quotes(workspace: turn.workspace, reader: turn.transaction).resolve(&message, event.channel)
        }
        message.media = try event.media.map { try messages.claim(MessageMedia($0)) }
        return message
    }
}

extension MessageReceived {
    /// Read back after a silence, and from before the conversation was ended.
    fileprivate func isHistory(of conversation: StoredConversation) -> Bool {
        guard backfilled == true, let endedAt = conversation.work.endedAt else { return false }
        return timestamp < endedAt
    }
}

extension MessageMedia {
    /// On its way.
    fileprivate init(_ media: IncomingMedia) {
        self.init(id: media.id, state: .pending, mimetype: media.mimetype, filename: media.filename, size: nil)
    }
}
