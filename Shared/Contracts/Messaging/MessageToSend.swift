/// A message that is to leave: stored as pending by its owner, now the gateway's send queue has it.
package struct MessageToSend: Event {
    package static let topic = "message.to-send.v1"
    package static let stream = Stream.outbound
    package var laneKey: String { "\(channel)|\(chat)" }

    package var messageId: MessageID
    package var channel: ChannelID
    package var chat: ChatID
    package var content: OutgoingContent
    package var priority: SendPriority
    package var campaign: CampaignReference?
    /// The staff member who sent it.
    package var sentBy: StaffID?
    /// When it was stored as pending.
    package var at: Timestamp

    package init(
        messageId: MessageID,
        channel: ChannelID,
        chat: ChatID,
        content: OutgoingContent,
        priority: SendPriority,
        campaign: CampaignReference? = nil,
        sentBy: StaffID? = nil,
        at: Timestamp
    ) {
        self.messageId = messageId
        self.channel = channel
        self.chat = chat
        self.content = content
        self.priority = priority
        self.campaign = campaign
        self.sentBy = sentBy
        self.at = at
    }
}

/// Whose messages leave first (ruling 21).
package enum SendPriority: Int, Codable, CaseIterable, Sendable {
    case staff = 0
    case flow = 1
    case campaign = 2
}
