import Contracts
import Store

/// Reads a person's notifications.
struct NotificationListing {
    let workspace: WorkspaceID
    let reader: any Reader

    /// - Throws: `Problem` 422.
    func list(_ request: ListNotifications) throws -> NotificationList {
        let limit = try PageLimit(request.limit, upTo: 100)
        let place = try Cursor.place(request.cursor)
        let rows = try reader.rows(
            NotificationQuery.list,
            workspace,
            request.staff,
            place.moment,
            place.message,
            request.unreadOnly,
            limit.toRead
        )
        let wording = Wording(language: try preferences(of: request.staff).language)
        let found = try rows.map { row in
            var notification = try StaffNotification(row)
            notification.title = wording.title(of: notification)
            return notification
        }
        let page = limit.page(found) { Cursor(moment: $0.at, message: $0.id.text).text }
        return NotificationList(
            items: page.items,
            nextCursor: page.nextCursor,
            unread: try Self.unread(of: request.staff, workspace, in: reader)
        )
    }

    /// The usual ones for who has chosen none.
    func preferences(of staff: StaffID) throws -> NotificationPreferences {
        guard let row = try reader.first(NotificationQuery.preferences, workspace, staff) else {
            return NotificationPreferences()
        }
        var columns = ColumnReader(row)
        let muted: String = try columns.next()
        var preferences = NotificationPreferences(
            muted: muted.split(separator: ";").compactMap { StaffNotification.Kind(rawValue: String($0)) },
            sound: try columns.next(),
            language: try columns.next()
        )
        let (from, to): (String?, String?) = (try columns.next(), try columns.next())
        if let from, let to { preferences.quietHours = QuietHours(from: from, to: to) }
        return preferences
    }

    static func unread(of staff: StaffID, _ workspace: WorkspaceID, in reader: any Reader) throws(StoreError) -> Int {
        try reader.first(NotificationQuery.countUnread, workspace, staff)?.get(0) ?? 0
    }
}

extension StaffNotification {
    /// - Parameter row: of ``NotificationQuery/list``. Its title is still to be worded.
    fileprivate init(_ row: Row) throws {
        var columns = ColumnReader(row)
        let id: NotificationID = try columns.next()
        let kind: Kind = try columns.next()
        let subject: String = try columns.next()
        let causedBy: String = try columns.next()
        let causer: String = try columns.next()
        let state: String = try columns.next()
        self.init(
            id: id,
            kind: kind,
            title: "",
            conversation: nil,
            channel: nil,
            by: causedBy.isEmpty ? nil : StaffBrief(id: StaffID(trusted: causedBy), name: causer),
            count: try columns.next(),
            at: try columns.next(),
            readAt: try columns.next()
        )
        let chat: ConversationKind? = try columns.next()
        let name: String? = try columns.next()
        let unread: Int? = try columns.next()
        let type: MessageKind? = try columns.next()
        let body: String? = try columns.next()
        let channelName: String? = try columns.next()
        switch kind {
        case .sessionTrouble, .sessionRestored:
            channel = NotifiedChannel(id: ChannelID(trusted: subject), name: channelName ?? "", state: state)
        default:
            conversation = NotifiedConversation(
                id: ConversationID(trusted: subject),
                name: name ?? "",
                isGroup: chat == .group,
                preview: type.map { MessagePreview.line(of: body, $0) }
            )
        }
        if readAt == nil, kind == .newMessage || kind == .unassignedMessage { count = max(unread ?? 1, 1) }
    }
}
