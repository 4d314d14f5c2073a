/// What became of a message on its way: the send queue's outcome or a provider's ack. At most one field set is new to
/// the hearer.
package struct DeliveryReported: Event {
    package static let topic = "delivery.reported.v1"
    package static let stream = Stream.delivery
    package var laneKey: String { "\(channel)|\(messageId?.text ?? bareId ?? "")" }

    package var channel: ChannelID
    /// Ours; set in the send queue's outcomes.
    package var messageId: MessageID?
    /// The provider's full id, when known.
    package var providerId: String?
    /// The provider's bare id; with ``fromMe`` it finds the message when ours is not known.
    package var bareId: String?
    /// False for the ack of an incoming message that was read on another own device.
    package var fromMe: Bool
    /// Nil when only ``uncertain`` changes.
    package var status: MessageStatus?
    /// Whether nobody can say if the provider has it.
    package var uncertain: Bool
    package var error: DeliveryError?
    /// By the provider's clock where it tells one, else ours.
    package var at: Timestamp

    package init(
        channel: ChannelID,
        messageId: MessageID? = nil,
        providerId: String? = nil,
        bareId: String? = nil,
        fromMe: Bool = true,
        status: MessageStatus?,
        uncertain: Bool = false,
        error: DeliveryError? = nil,
        at: Timestamp
    ) {
        self.channel = channel
        self.messageId = messageId
        self.providerId = providerId
        self.bareId = bareId
        self.fromMe = fromMe
        self.status = status
        self.uncertain = uncertain
        self.error = error
        self.at = at
    }
}
