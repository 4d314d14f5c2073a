/// Somebody changed a message that was sent before, as a provider told it: reacted, edited, took it back, voted.
///
/// It may come more than once, in any order, and before the message that it changes.
package struct MessageAltered: Event {
    package static let topic = "message.altered.v1"
    package static let stream = Stream.inbound
    package var laneKey: String { "\(channel)|\(chat)" }

    package enum Kind: String, Codable, CaseIterable, Sendable {
        case reaction, edit, revocation, vote
        /// How a call went.
        case call
    }

    package var channel: ChannelID
    package var chat: ChatID
    /// The bare id of the message that is changed. Its direction is not told: engines do not agree on it.
    package var target: String
    package var kind: Kind
    package var by: MessageActor
    /// A reaction's emoji, empty when it is taken back; an edit's new text; a call's outcome.
    package var text: String?
    /// A vote's choices; empty when it is taken back.
    package var options: [String]?
    /// By the provider's clock: the newest counts.
    package var at: Timestamp

    package init(
        channel: ChannelID,
        chat: ChatID,
        target: String,
        kind: Kind,
        by actor: MessageActor,
        text: String? = nil,
        options: [String]? = nil,
        at moment: Timestamp
    ) {
        self.channel = channel
        self.chat = chat
        self.target = target
        self.kind = kind
        by = actor
        self.text = text
        self.options = options
        at = moment
    }
}
