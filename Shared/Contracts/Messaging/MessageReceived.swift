/// A message as a provider told it: from a customer, or our own seen from outside (sent by API or on the phone).
///
/// It may come more than once; it is known by (channel, bare id, from me).
package struct MessageReceived: Event {
    package static let topic = "message.received.v1"
    package static let stream = Stream.inbound
    package var laneKey: String { channel.text + "|" + chat.text }

    package var channel: ChannelID
    package var chat: ChatID
    /// E.164 of the chat's person, when the address or the provider tells it; nil for groups.
    package var chatPhone: String?
    package var providerId: ProviderMessageID
    package var type: MessageKind
    /// Text or caption.
    package var body: String?
    /// When it was written, by the provider's clock.
    package var timestamp: Timestamp
    package var sender: MessageSender?
    package var media: IncomingMedia?
    /// The bare id of the message it answers.
    package var quotedId: String?
    package var source: MessageSource?
    /// True for history read back after a silence: it is stored and counts as unread, and nobody is alerted.
    package var backfilled: Bool?
    /// True for what was written before its channel was connected: it counts neither as unread nor as news.
    package var past: Bool?
    /// What it holds beside text and file; nil for plain ones.
    @BoxedContent package var content: MessageContent?

    package init(
        channel: ChannelID,
        chat: ChatID,
        chatPhone: String?,
        providerId: ProviderMessageID,
        type: MessageKind,
        body: String?,
        timestamp: Timestamp,
        sender: MessageSender? = nil,
        media: IncomingMedia? = nil,
        quotedId: String? = nil,
        source: MessageSource? = nil,
        backfilled: Bool? = nil,
        past: Bool? = nil,
        content: MessageContent? = nil
    ) {
        self.channel = channel
        self.chat = chat
        self.chatPhone = chatPhone
        self.providerId = providerId
        self.type = type
        self.body = body
        self.timestamp = timestamp
        self.sender = sender
        self.media = media
        self.quotedId = quotedId
        self.source = source
        self.backfilled = backfilled
        self.past = past
        self.content = content
    }
}

/// The file of an incoming message, where the provider keeps it for a while.
package struct IncomingMedia: Codable, Hashable, Sendable {
    /// Made from channel, bare id and direction, so that a message told twice names one file.
    package var id: MediaID
    /// Opaque and the provider's own; needs the channel's key. Nil when the provider has not got it.
    package var url: String?
    package var mimetype: String?
    package var filename: String?

    package init(id: MediaID, url: String?, mimetype: String?, filename: String?) {
        self.id = id
        self.url = url
        self.mimetype = mimetype
        self.filename = filename
    }
}
