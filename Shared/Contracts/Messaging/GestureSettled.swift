/// What became of a reaction, an edit or a revocation of ours at the provider.
package struct GestureSettled: Event {
    package static let topic = "gesture.settled.v1"
    package static let stream = Stream.delivery
    package var laneKey: String { "\(channel)|\(gesture)" }

    package var channel: ChannelID
    /// The id under which it was handed to the send queue.
    package var gesture: MessageID
    /// Nil when the provider has taken it.
    package var error: DeliveryError?
    package var at: Timestamp

    package init(channel: ChannelID, gesture: MessageID, error: DeliveryError?, at moment: Timestamp) {
        self.channel = channel
        self.gesture = gesture
        self.error = error
        at = moment
    }
}
