/// A message of a conversation as clients see it.
package struct Message: Codable, Hashable, Sendable {
    package var id: MessageID
    package var conversationId: ConversationID
    /// The provider's full id; nil until the provider has taken the message.
    package var providerId: String?
    package var direction: MessageDirection
    package var type: MessageKind
    /// Text or caption.
    package var body: String?
    package var status: MessageStatus
    /// When it was written, by the provider's clock; for our own until accepted, by ours.
    package var timestamp: Timestamp
    /// The client's own reference, given back as it came.
    package var clientRef: String?
    package var media: MessageMedia?
    /// Who wrote it, in groups and for incoming messages.
    package var sender: MessageSender?
    /// The provider's bare id of the message it answers.
    package var quotedId: String?
    package var source: MessageSource?
    /// Who or what it is from, for the badge that a thread shows.
    package var origin: MessageOrigin?
    /// The staff member who sent it.
    package var sentBy: StaffID?
    package var campaign: CampaignReference?
    /// True while nobody can say whether the provider has it; it is being looked up, never sent again blindly.
    package var uncertain: Bool?
    package var error: DeliveryError?
    /// What it holds beside text and file; nil for plain ones.
    package var content: MessageContent?
    /// The emoji under it, the most frequent first.
    package var reactions: [MessageReaction]?
    /// When its text was last changed.
    package var editedAt: Timestamp?
    /// When it was taken back for everybody; its ``type`` is `revoked` then, and nothing of it is shown.
    package var revokedAt: Timestamp?
    package var ai: MessageAI?

    package init(
        id: MessageID,
        conversationId: ConversationID,
        direction: MessageDirection,
        type: MessageKind,
        body: String?,
        status: MessageStatus,
        timestamp: Timestamp
    ) {
        self.id = id
        self.conversationId = conversationId
        self.direction = direction
        self.type = type
        self.body = body
        self.status = status
        self.timestamp = timestamp
    }
}

/// Who wrote a message.
package struct MessageSender: Codable, Hashable, Sendable {
    package var chatId: ChatID
    /// The name that the person gave to WhatsApp.
    package var name: String?
    /// E.164, when it is known.
    package var phoneNumber: String?
    /// Who this is, in groups and once it is known.
    package var contactId: ContactID?
    /// Where the gateway has the profile picture, in groups and once it is known who this is.
    package var pictureUrl: String?

    package init(chatId: ChatID, name: String?, phoneNumber: String?) {
        self.chatId = chatId
        self.name = name
        self.phoneNumber = phoneNumber
    }
}

/// The file of a message.
package struct MessageMedia: Codable, Hashable, Sendable {
    package var id: MediaID
    package var state: MediaState
    package var mimetype: String?
    package var filename: String?
    /// Bytes, once known.
    package var size: Int?

    package init(id: MediaID, state: MediaState, mimetype: String?, filename: String?, size: Int?) {
        self.id = id
        self.state = state
        self.mimetype = mimetype
        self.filename = filename
        self.size = size
    }
}

/// The campaign that a message belongs to.
package struct CampaignReference: Codable, Hashable, Sendable {
    package var campaignId: CampaignID
    package var recipientId: RecipientID

    package init(campaignId: CampaignID, recipientId: RecipientID) {
        self.campaignId = campaignId
        self.recipientId = recipientId
    }
}
