import Contracts
import Runtime
import Store

/// Writes notifications, in the transaction of what they are about, and tells of them.
///
/// A person has one unread notification of a kind about a conversation or a channel; what happens again counts it up.
struct Notices {
    /// What a notification is about.
    enum Subject {
        case conversation(NotifiedConversation)
        case channel(NotifiedChannel)
    }

    let turn: Turn

    private var transaction: any Transaction { turn.transaction }

    /// - Parameters:
    ///   - count: how many it stands for; nil for as often as it was told since it was last read.
    ///   - people: ids, languages and whether they want to know, of a statement that names whom to tell.
    func tell(
        _ kind: StaffNotification.Kind,
        about subject: Subject,
        count: Int? = nil,
        by person: StaffBrief? = nil,
        to people: [Row]
    ) throws {
        for row in people {
            let (staff, language, wants): (StaffID, String, Bool) = (try row.get(0), try row.get(1), try row.get(2))
            // Nobody is told of what they did themselves.
            guard wants, staff != person?.id else { continue }
            try tell(kind, about: subject, count: count, by: person, to: staff, in: language)
        }
    }

    private func tell(
        _ kind: StaffNotification.Kind,
        about subject: Subject,
        count: Int?,
        by person: StaffBrief?,
        to staff: StaffID,
        in language: String
    ) throws {
        let fresh = UUIDv7.make(at: turn.now)
        let values: [any SQLBindable] = [
            fresh, turn.workspace, staff, kind, subject.id, person?.id.text ?? "", subject.state, turn.now,
        ]
        guard let row = try transaction.first(NotificationQuery.add, arguments: values) else { return }
        let id: NotificationID = try row.get(0)
        var notification = StaffNotification(
            id: id,
            kind: kind,
            title: "",
            conversation: subject.conversation,
            channel: subject.channel,
            by: person,
            count: try count ?? row.get(1),
            at: turn.now,
            readAt: nil
        )
        notification.title = Wording(language: language).title(of: notification)
        try turn.emit(NotificationAdded(staff: staff, notification: notification, isNew: id.text == fresh))
    }

    /// What is unread of a kind, or of two, about a conversation is news to nobody any more.
    func settle(
        _ kind: StaffNotification.Kind,
        _ other: StaffNotification.Kind? = nil,
        of conversation: ConversationID
    ) throws {
        let values: [any SQLBindable] = [turn.workspace, conversation, turn.now, kind, other ?? kind]
        try tellRead(transaction.rows(NotificationQuery.readOfSubject, arguments: values))
    }

    /// A conversation is part of another one: what is unread about it is about that one.
    func move(from conversation: ConversationID, to other: ConversationID) throws {
        try transaction.run(NotificationQuery.move, turn.workspace, conversation, other)
        try tellRead(transaction.rows(NotificationQuery.readRestOfSubject, turn.workspace, conversation, turn.now))
    }

    /// - Parameter rows: whose and which.
    private func tellRead(_ rows: [Row]) throws {
        var read: [StaffID: [NotificationID]] = [:]
        for row in rows { read[try row.get(0), default: []].append(try row.get(1)) }
        for (staff, ids) in read.sorted(by: { $0.key < $1.key }) {
            try turn.emit(NotificationsRead(staff: staff, ids: ids))
        }
    }
}

extension Notices.Subject {
    var conversation: NotifiedConversation? {
        if case .conversation(let conversation) = self { conversation } else { nil }
    }

    var channel: NotifiedChannel? {
        if case .channel(let channel) = self { channel } else { nil }
    }

    fileprivate var id: String { conversation?.id.text ?? channel?.id.text ?? "" }

    fileprivate var state: String { channel?.state ?? "" }
}
