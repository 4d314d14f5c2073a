import Contracts
import Runtime
import Store

/// Takes messages that are to leave: stored as pending, handed to the send queue in the same transaction.
struct Sending {
    let turn: Turn

    private var messages: Messages { Messages(turn: turn) }

    /// - Throws: `Problem` 404, 409, 422, 423.
    func send(_ request: SendMessage) throws -> SentMessage {
        let kind = try request.validate()
        let id = MessageID(trusted: UUIDv7.make(at: turn.now))
        if let first = try claim(request, for: id) { return SentMessage(message: first.message) }
        let thread = try Threads(turn: turn)
            .conversation(request.channel, kind, Who(request.chat, told: nil), name: nil)
        guard thread.isVisible(to: request.scope) else { throw Problem.notFound("conversation") }
        let content = try answering(request, in: thread)
        var message = Message(to: thread.id, id, content, at: turn.now)
        message.clientRef = request.clientRef
        message.sentBy = request.sentBy
        message.media = try request.content.media.map(messages.claim)
        let stored = StoredMessage(message, turn.workspace, thread.channel, thread.chat, ours: true)
        try messages.add(stored, to: thread)?.work.admit(request.sentBy)
        try turn.emit(
            MessageToSend(
                messageId: id,
                channel: thread.channel,
                // One person, one address: what is sent to any of them leaves in the order in which it was sent.
                chat: thread.chat,
                content: content,
                priority: .staff,
                sentBy: request.sentBy,
                at: turn.now
            )
        )
        return SentMessage(message: stored.message)
    }

    /// The content with the message that it answers.
    /// - Throws: `Problem` 422 when that is none of this conversation, or not sent yet.
    private func answering(_ request: SendMessage, in thread: StoredConversation) throws -> OutgoingContent {
        guard let reply = request.replyTo else { return request.content }
        var content = request.content
        var held = content.content ?? MessageContent()
        let known: StoredMessage?
        if let provider = try? ProviderMessageID(reply) {
            known = try messages.find(MessageKey(thread.channel, bare: provider.bare, fromMe: provider.fromMe))
            // What is not stored here is of the chat that its id names.
            let isOfThread = try known.map { try has($0, thread) } ?? leads(provider.chat, to: thread)
            guard isOfThread else { throw Self.elsewhere }
            (content.quotedId, content.quotedFullId) = (provider.bare, reply)
        } else {
            known = try messages.find(MessageID(trusted: reply))
            guard let known, known.channel == thread.channel, try has(known, thread) else { throw Self.elsewhere }
            guard let full = known.message.providerId, let provider = try? ProviderMessageID(full) else {
                throw Problem.invalid([FieldProblem("replyTo", "is a message that has not been sent yet")])
            }
            (content.quotedId, content.quotedFullId) = (provider.bare, full)
        }
        held.quoted = known.map { QuotedMessage($0.message) }
        content.content = held.nilIfEmpty
        return content
    }

    /// Whether a message is of a conversation. What was ended goes on in the next one.
    private func has(_ known: StoredMessage, _ thread: StoredConversation) throws -> Bool {
        try known.message.conversationId == thread.id || leads(known.chat, to: thread)
    }

    private func leads(_ chat: ChatID, to thread: StoredConversation) throws -> Bool {
        try chat == thread.chat || Threads(turn: turn).find(thread.channel, chat)?.id == thread.id
    }

    private static let elsewhere = Problem.invalid([FieldProblem("replyTo", "is no message of this conversation")])

    /// - Returns: the message that was sent with this reference before.
    /// - Throws: `Problem` 409 when that was something else, or is nothing that the sender sees.
    private func claim(_ request: SendMessage, for id: MessageID) throws -> StoredMessage? {
        guard let reference = request.clientRef else { return nil }
        let values: [any SQLBindable] = [turn.workspace, reference, id, request.digest]
        guard let row = try turn.transaction.first(MessageQuery.claimReference, arguments: values) else { return nil }
        let (owner, digest): (MessageID, String) = (try row.get(0), try row.get(1))
        guard owner != id else { return nil }
        guard let first = try messages.find(owner), first.isVisible(to: request.scope),
            first.channel == request.channel, try isOnePerson(request.chat, first),
            digest.isEmpty ? first.message.body == request.content.text : digest == request.digest
        else {
            throw Problem(
                409,
                "reference_used",
                "This clientRef was used for another message. Nothing was sent: take another one."
            )
        }
        return first
    }

    /// Whether a message went to the person of a chat, who may have written from another address since.
    private func isOnePerson(_ chat: ChatID, _ first: StoredMessage) throws -> Bool {
        guard chat != first.chat else { return true }
        guard let now = try Threads(turn: turn).find(first.channel, chat) else { return false }
        return try has(first, now)
    }

    /// A campaign has handed one of its messages to the send queue: it stands in the thread like any other.
    ///
    /// What became of it may have been told before.
    func adopt(_ event: MessageToSend) throws {
        guard let kind = ConversationKind(event.chat) else { return }
        let key = MessageKey(event.channel, own: event.messageId)
        let parked = try MessageKeys(turn: turn).claim(key, for: event.messageId).parked
        guard try messages.find(event.messageId) == nil else { return }
        let thread = try Threads(turn: turn).conversation(event.channel, kind, Who(event.chat, told: nil), name: nil)
        var message = Message(to: thread.id, event.messageId, event.content, at: event.at)
        message.sentBy = event.sentBy
        message.campaign = event.campaign
        message.media = try event.content.media.map(messages.claim)
        let stored = StoredMessage(message, turn.workspace, event.channel, event.chat, ours: true)
        try messages.add(stored, to: thread)
        guard parked > 0 else { return }
        let deliveries = Deliveries(turn: turn)
        for report in try deliveries.takeParked(key, for: event.messageId) { try deliveries.link(stored, report) }
    }
}

extension Message {
    /// An own message that waits to leave.
    fileprivate init(
        to conversation: ConversationID,
        _ id: MessageID,
        _ content: OutgoingContent,
        at moment: Timestamp
    ) {
        self.init(
            id: id,
            conversationId: conversation,
            direction: .outgoing,
            type: content.type,
            body: content.text,
            status: .pending,
            timestamp: moment
        )
        quotedId = content.quotedId
        self.content = content.content
        source = .api
    }
}

extension StoredMessage {
    /// Whether staff of a branch see it.
    /// - Parameter scope: nil sees all.
    fileprivate func isVisible(to scope: String?) -> Bool { scope == nil || branch == nil || branch == scope }
}
