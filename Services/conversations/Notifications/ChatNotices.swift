import Contracts
import Runtime
import Store

/// Says whom to tell of what happens in conversations.
struct ChatNotices {
    /// What was written longer ago is no news, even when it comes only now. What was written since is, also when it was
    /// read back: its webhook was lost, or comes too late to tell anybody.
    static let freshness = Duration.seconds(3600)

    let turn: Turn

    private var notices: Notices { Notices(turn: turn) }

    /// A customer's message has raised what is unread in a conversation. Whose it is and who holds it are told of each;
    /// when it is nobody's, or theirs who are not there any more, all who see it are told that something waits. While the
    /// bot writes, nobody is.
    func messageCame(_ event: MessageReceived, in conversation: StoredConversation) throws {
        guard event.timestamp > turn.now - Self.freshness else { return }
        guard conversation.kind != .newsletter, conversation.work.holder != .bot else { return }
        let subject = Notices.Subject.conversation(NotifiedConversation(conversation))
        let people = try conversation.work.people.sorted().flatMap { person in
            try receiver(person, .newMessage, branch: conversation.branch)
        }
        guard people.isEmpty else {
            return try notices.tell(.newMessage, about: subject, count: conversation.unread, to: people)
        }
        let kind = StaffNotification.Kind.unassignedMessage
        let rows = try turn.transaction.rows(
            NotificationQuery.peopleOfChats,
            turn.workspace,
            kind,
            conversation.id,
            conversation.branch
        )
        try notices.tell(kind, about: subject, count: conversation.unread, to: rows)
    }

    /// Nothing is unread in a conversation any more.
    func conversationRead(_ id: ConversationID) throws {
        try notices.settle(.newMessage, .unassignedMessage, of: id)
    }

    /// Assignment, control or end of a conversation went from one state to another.
    func workChanged(_ conversation: StoredConversation, from before: Work, by person: StaffID?) throws {
        let after = conversation.work
        if after.endedAt != nil, before.endedAt == nil { try conversationRead(conversation.id) }
        if before.people.isEmpty, !after.people.isEmpty {
            try notices.settle(.unassignedMessage, of: conversation.id)
        }
        if before.requestedBy != nil, before.requestedBy?.id != after.requestedBy?.id {
            try notices.settle(.controlRequested, of: conversation.id)
        }
        let told = Self.told(from: before, to: after)
        guard !told.isEmpty else { return }
        let by = try person.map { try Colleagues(turn: turn).brief($0) }
        let subject = Notices.Subject.conversation(NotifiedConversation(conversation))
        for (kind, staff) in told {
            let row = try receiver(staff.id, kind, branch: conversation.branch)
            try notices.tell(kind, about: subject, by: by, to: row)
        }
    }

    /// Who is to know what.
    private static func told(from before: Work, to after: Work) -> [(StaffNotification.Kind, StaffBrief)] {
        var told: [(StaffNotification.Kind, StaffBrief)] = []
        if before.assignee?.id != after.assignee?.id {
            if let assignee = after.assignee { told.append((.assigned, assignee)) }
            if let assignee = before.assignee { told.append((.assignmentEnded, assignee)) }
        }
        if case .staff(let holder) = after.holder {
            if after.holder != before.holder { told.append((.controlReceived, holder)) }
            if let asking = after.requestedBy, asking.id != before.requestedBy?.id {
                told.append((.controlRequested, holder))
            }
        }
        if let asked = before.requestedBy, after.requestedBy == nil, after.holder != .staff(asked) {
            let isFree = after.holder == .nobody && after.endedAt == nil
            told.append((isFree ? .controlReleased : .controlDeclined, asked))
        }
        return told
    }

    /// - Returns: nothing when the person is not active or does not see the branch any more.
    private func receiver(_ id: StaffID, _ kind: StaffNotification.Kind, branch: String) throws -> [Row] {
        try turn.transaction.rows(NotificationQuery.personOfChats, turn.workspace, kind, id, branch)
    }
}

extension Work {
    /// Whose the conversation is: to follow up, or to write in.
    fileprivate var people: Set<StaffID> {
        var people = Set([assignee?.id].compactMap(\.self))
        if case .staff(let holder) = holder { people.insert(holder.id) }
        return people
    }
}

extension NotifiedConversation {
    init(_ conversation: StoredConversation) {
        self.init(
            id: conversation.id,
            name: conversation.contact?.name ?? conversation.name ?? conversation.phone ?? conversation.chat.text,
            isGroup: conversation.kind == .group,
            preview: conversation.preview?.preview
        )
    }
}
