import Contracts
import Store

/// A conversation as its row, its contact's copy and its newest message tell it.
struct StoredConversation: Sendable {
    let id: ConversationID
    let workspace: WorkspaceID
    let channel: ChannelID
    let kind: ConversationKind
    var chat: ChatID
    let phone: String?
    let identifier: String
    var name: String?
    var unread: Int
    /// Empty before the first message.
    var newest: String
    /// The time of the newest message.
    let activeAt: Timestamp
    let tags: [TagID]
    let note: String?
    var version: Int
    var updatedAt: Timestamp
    let contact: ContactBrief?
    var preview: MessagePreview?
    /// Of its contact; empty for none.
    var branch: String
    /// The conversation that goes on from this one, once it is ended.
    let next: ConversationID?
    var work: Work

    /// - Parameter row: one of `conversation_full`.
    init(_ row: Row) throws(StoreError) {
        var columns = ColumnReader(row)
        id = try columns.next()
        workspace = try columns.next()
        channel = try columns.next()
        kind = try columns.next()
        chat = try columns.next()
        phone = try columns.next()
        identifier = try columns.next()
        name = try columns.next()
        unread = try columns.next()
        newest = try columns.next()
        activeAt = try columns.next()
        tags = Self.tags(try columns.next())
        note = try columns.next()
        version = try columns.next()
        updatedAt = try columns.next()
        contact = try Self.contact(&columns)
        preview = try Self.preview(newest, &columns)
        branch = try columns.next()
        let endedAt: Timestamp? = try columns.next()
        let next: String = try columns.next()
        self.next = next.isEmpty ? nil : ConversationID(trusted: next)
        work = try Work(endedAt: endedAt, &columns)
    }

    private static func tags(_ column: String) -> [TagID] {
        column.utf8.split(separator: UInt8(ascii: ";")).map { TagID(trusted: String(Substring($0))) }
    }

    private static func contact(_ columns: inout ColumnReader) throws(StoreError) -> ContactBrief? {
        let id: ContactID? = try columns.next()
        let name: String? = try columns.next()
        let kind: ContactKind? = try columns.next()
        let status: Badge.Status? = try columns.next()
        let label: String? = try columns.next()
        let branch: String? = try columns.next()
        let leadStatus: String? = try columns.next()
        guard let id, let kind, let status, let label else { return nil }
        let badge = Badge(status: status, label: label)
        var contact = ContactBrief(id: id, name: name, kind: kind, badge: badge, branch: branch)
        contact.leadStatus = leadStatus
        return contact
    }

    private static func preview(_ id: String, _ columns: inout ColumnReader) throws(StoreError) -> MessagePreview? {
        let direction: MessageDirection? = try columns.next()
        let type: MessageKind? = try columns.next()
        let body: String? = try columns.next()
        let status: MessageStatus? = try columns.next()
        let sentAt: Timestamp? = try columns.next()
        guard let direction, let type, let status, let sentAt else { return nil }
        return MessagePreview(
            id: MessageID(trusted: id),
            direction: direction,
            type: type,
            preview: MessagePreview.line(of: body, type),
            status: status,
            timestamp: sentAt
        )
    }
}

extension StoredConversation {
    /// Whether staff of a branch see it: theirs, and people who belong to no branch, which somebody has to answer.
    /// - Parameter scope: nil sees all.
    func isVisible(to scope: String?) -> Bool {
        guard let scope else { return true }
        return branch.isEmpty || branch == scope
    }

    /// - Parameter tags: the workspace's, by id.
    func summary(_ tags: TagShelf) -> ConversationSummary {
        var summary = ConversationSummary(
            id: id,
            channelId: channel,
            chatId: chat,
            phoneNumber: phone,
            name: contact?.name ?? name,
            isGroup: kind == .group,
            unreadCount: unread,
            lastMessage: preview,
            tags: tags[self.tags],
            contact: contact,
            note: note,
            version: version,
            updatedAt: updatedAt
        )
        summary.pictureUrl = kind == .group ? id.pictureUrl : contact?.id.pictureUrl
        summary.status = work.endedAt == nil ? .active : .ended
        summary.endedAt = work.endedAt
        summary.assignee = work.assignee
        summary.control = work.control
        summary.workVersion = work.version
        return summary
    }
}
