import Contracts
import Store

/// A message as its row has it.
struct StoredMessage: Sendable {
    var message: Message
    let workspace: WorkspaceID
    let channel: ChannelID
    /// The address that it came from or goes to.
    let chat: ChatID
    /// The earliest moment at which the provider is known to have had it.
    var acceptedAt: Timestamp?
    /// Written through Mynah, not told by a provider.
    let ours: Bool
    /// It does not count as unread: reactions and the like.
    let quiet: Bool
    /// Counts the changes of the row.
    private(set) var revision = 1
    /// Of the conversation's contact; nil when it has none, and where the row does not tell it.
    private(set) var branch: String?

    init(
        _ message: Message,
        _ workspace: WorkspaceID,
        _ channel: ChannelID,
        _ chat: ChatID,
        acceptedAt: Timestamp? = nil,
        ours: Bool,
        quiet: Bool = false
    ) {
        self.message = message
        self.workspace = workspace
        self.channel = channel
        self.chat = chat
        self.acceptedAt = acceptedAt
        self.ours = ours
        self.quiet = quiet
        self.message.setOrigin(ours: ours)
    }

    var id: MessageID { message.id }

    /// - Parameter row: one of `message_full`.
    init(_ row: Row) throws(StoreError) {
        var columns = ColumnReader(row)
        let id: MessageID = try columns.next()
        workspace = try columns.next()
        let conversation: ConversationID = try columns.next()
        channel = try columns.next()
        chat = try columns.next()
        var message = Message(
            id: id,
            conversationId: conversation,
            direction: try columns.next(),
            type: try columns.next(),
            body: try columns.next(),
            status: try columns.next(),
            timestamp: try columns.next()
        )
        acceptedAt = try columns.next()
        message.providerId = try columns.next()
        message.clientRef = try columns.next()
        message.sender = try Self.sender(&columns)
        message.quotedId = try columns.next()
        message.source = try columns.next()
        message.sentBy = try columns.next()
        message.campaign = try Self.campaign(&columns)
        message.uncertain = try columns.next() ? true : nil
        message.error = try Self.error(&columns)
        ours = try columns.next()
        quiet = try columns.next()
        revision = try columns.next()
        message.media = try Self.media(&columns)
        message.content = try (columns.next() as JSONColumn<MessageContent>?)?.value
        if let extras = try (columns.next() as JSONColumn<MessageExtras>?)?.value { message.take(extras) }
        message.setOrigin(ours: ours)
        self.message = message
    }

    /// - Parameter row: one of `message_full`, and the branch.
    static func withBranch(_ row: Row) throws(StoreError) -> StoredMessage {
        var stored = try StoredMessage(row)
        stored.branch = try row.get("branch")
        return stored
    }

    private static func sender(_ columns: inout ColumnReader) throws(StoreError) -> MessageSender? {
        let chat: ChatID? = try columns.next()
        let name: String? = try columns.next()
        let phone: String? = try columns.next()
        return chat.map { MessageSender(chatId: $0, name: name, phoneNumber: phone) }
    }

    private static func campaign(_ columns: inout ColumnReader) throws(StoreError) -> CampaignReference? {
        let campaign: CampaignID? = try columns.next()
        let recipient: RecipientID? = try columns.next()
        guard let campaign, let recipient else { return nil }
        return CampaignReference(campaignId: campaign, recipientId: recipient)
    }

    private static func error(_ columns: inout ColumnReader) throws(StoreError) -> DeliveryError? {
        let code: String? = try columns.next()
        let text: String? = try columns.next()
        guard let code, let text else { return nil }
        return DeliveryError(code: code, message: text)
    }

    private static func media(_ columns: inout ColumnReader) throws(StoreError) -> MessageMedia? {
        let id: MediaID? = try columns.next()
        let state: MediaState? = try columns.next()
        let mimetype: String? = try columns.next()
        let filename: String? = try columns.next()
        let size: Int? = try columns.next()
        guard let id, let state else { return nil }
        return MessageMedia(id: id, state: state, mimetype: mimetype, filename: filename, size: size)
    }
}

/// What has come to stand around a message, kept in one column.
struct MessageExtras: Codable, Sendable {
    var reactions: [MessageReaction]?
    var editedAt: Timestamp?
    var revokedAt: Timestamp?
    var ai: MessageAI?

    /// Nil for most messages: there is nothing.
    init?(_ message: Message) {
        (reactions, editedAt, revokedAt, ai) = (message.reactions, message.editedAt, message.revokedAt, message.ai)
        guard reactions != nil || editedAt != nil || revokedAt != nil || ai != nil else { return nil }
    }
}

extension Message {
    fileprivate mutating func take(_ extras: MessageExtras) {
        (reactions, editedAt, revokedAt, ai) = (extras.reactions, extras.editedAt, extras.revokedAt, extras.ai)
    }
}
