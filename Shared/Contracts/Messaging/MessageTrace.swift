/// What is kept of the way of a message. Throws `not_found`.
package struct ExplainMessage: Request {
    package typealias Reply = MessageTrace
    package static let name = "messages.explain"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package var conversation: ConversationID
    package var message: MessageID
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(conversation: ConversationID, message: MessageID, scope: String? = nil) {
        self.conversation = conversation
        self.message = message
        self.scope = scope
    }
}

/// The way of a message: each hop with its time, the first first.
package struct MessageTrace: Codable, Sendable {
    package var message: Message
    package var channel: ChannelID
    package var hops: [MessageHop]
    /// Its texts before the present one, the oldest first.
    package var formerTexts: [String]

    package init(message: Message, channel: ChannelID, hops: [MessageHop], formerTexts: [String]) {
        self.message = message
        self.channel = channel
        self.hops = hops
        self.formerTexts = formerTexts
    }
}

/// One thing that happened to a message.
package struct MessageHop: Codable, Hashable, Sendable {
    package enum Step: String, Codable, CaseIterable, Sendable {
        /// By the provider's clock.
        case written
        /// The gateway had its webhook.
        case received
        /// It is in the thread.
        case stored
        /// It waits in the send queue.
        case queued
        /// The provider was called.
        case attempted
        /// The call ended without settling it: the provider refused it for now, or did not say what became of it.
        case answered
        /// The call and what followed it came to an end.
        case settled
        /// The send queue or the provider told how far it is.
        case reported
        case reaction, edit, revocation, vote, call
        /// The provider did not take a reaction, an edit or a revocation of ours.
        case refused
    }

    package var step: Step
    /// By our clock, but for what the provider's is said to be.
    package var at: Timestamp
    package var status: MessageStatus?
    /// A stable code: of an error, of a reason to wait.
    package var code: String?
    /// In words.
    package var detail: String?
    /// The same by the provider's clock, where it told one.
    package var providerAt: Timestamp?

    package init(
        _ step: Step,
        at moment: Timestamp,
        status: MessageStatus? = nil,
        code: String? = nil,
        detail: String? = nil,
        providerAt: Timestamp? = nil
    ) {
        self.step = step
        at = moment
        self.status = status
        self.code = code
        self.detail = detail
        self.providerAt = providerAt
    }
}
