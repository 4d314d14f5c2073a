import Contracts
import Runtime
import Store

/// Takes messages that are to leave: stored as pending, handed to the send queue in the same transaction.
struct Sending {
    let turn: Turn

    private var messages: Messages { Messages(turn: turn) }

    /// - Throws: `Problem` 422.
    func send(_ request: SendMessage) throws -> SentMessage {
        let kind = try request.validate()
        let id = MessageID(trusted: UUIDv7.make(at: turn.now))
        if let first = try claim(request.clientRef, for: id) { return SentMessage(message: first.message) }
        let thread = try Threads(turn: turn)
            .conversation(request.channel, kind, Who(request.chat, told: nil), name: nil)
        var message = Message(to: thread.id, id, request.content, at: turn.now)
        message.clientRef = request.clientRef
        message.sentBy = request.sentBy
        message.media = try request.content.media.map(messages.claim)
        let stored = StoredMessage(message, turn.workspace, thread.channel, thread.chat, ours: true)
        guard thread.isVisible(to: request.scope) else { throw Problem.notFound("conversation") }
        try messages.add(stored, to: thread)?.work.admit(request.sentBy)
        try turn.emit(
            MessageToSend(
                messageId: id,
                channel: thread.channel,
                // One person, one address: what is sent to any of them leaves in the order in which it was sent.
                chat: thread.chat,
                content: request.content,
                priority: .staff,
                sentBy: request.sentBy,
                at: turn.now
            )
        )
        return SentMessage(message: message)
    }

    /// - Returns: the message that was sent with this reference before.
    private func claim(_ reference: String?, for id: MessageID) throws -> StoredMessage? {
        guard let reference else { return nil }
        let row = try turn.transaction.first(MessageQuery.claimReference, turn.workspace, reference, id)
        guard let owner: MessageID = try row?.get(0), owner != id else { return nil }
        return try messages.find(owner)
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
        source = .api
    }
}
