import Contracts
import Runtime
import Store

/// Changes the work on conversations: compare-and-set, with the history and the events that go with it.
struct WorkDesk {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }
    private var threads: Threads { Threads(turn: turn) }

    /// Changes the work on a conversation by `change`, unless it has changed since `version`.
    /// - Parameters:
    ///   - version: what the caller has seen; nil changes it whatever it is.
    ///   - telling: whether those whom it concerns are notified.
    ///   - change: refuses by throwing.
    /// - Throws: `Problem` 404; 409 `conflict` with who and when.
    func change(
        _ id: ConversationID,
        within scope: String?,
        seen version: Int?,
        by person: StaffID?,
        telling: Bool = true,
        _ change: (inout Work, StoredConversation) throws -> Void
    ) throws -> ConversationSummary {
        while true {
            let before = try threads.conversation(id, within: scope)
            if let version, version != before.work.version { throw try conflict(before) }
            var work = before.work
            try change(&work, before)
            guard work != before.work else { return try before.summary(in: transaction) }
            guard let row = try save(work, of: before.id, by: person) else {
                // Another was faster. Who has named a version has lost; who has not tries again.
                if version == nil { continue }
                throw try conflict(threads.conversation(id))
            }
            try settle(before.work, work, of: before.id, unread: try row.get(0), branch: try row.get(1), by: person)
            let after = try threads.conversation(before.id)
            let summary = try after.summary(in: transaction)
            try turn.emit(ConversationChanged(conversation: summary))
            if telling { try ChatNotices(turn: turn).workChanged(after, from: before.work, by: person) }
            return summary
        }
    }

    private func save(_ work: Work, of id: ConversationID, by person: StaffID?) throws -> Row? {
        var facets = Facets()
        facets.set(.assignee, work.assignee?.id.text ?? "")
        let values: [any SQLBindable] = [
            turn.workspace, id, work.version, work.assignee?.id.text ?? "", work.holder.column, work.heldSince,
            work.requestedBy?.id.text ?? "", work.endedAt != nil, work.endedAt, person?.text ?? "", turn.now,
            facets.rest, facets.bits,
        ]
        return try transaction.first(WorkQuery.setWork, arguments: values)
    }

    /// The history of assignments, and what an end takes off the totals.
    private func settle(
        _ before: Work,
        _ after: Work,
        of id: ConversationID,
        unread: Int,
        branch: String,
        by person: StaffID?
    ) throws {
        let isEnded = after.endedAt != nil && before.endedAt == nil
        if before.assignee?.id != after.assignee?.id || isEnded {
            try transaction.run(WorkQuery.endAssignment, id, turn.now, person)
        }
        if let assignee = after.assignee, assignee.id != before.assignee?.id {
            let key = UUIDv7.make(at: turn.now)
            try transaction.run(
                WorkQuery.addAssignment,
                key,
                turn.workspace,
                id,
                assignee.id,
                person,
                turn.now
            )
        }
        guard isEnded else { return }
        try transaction.run(ThreadQuery.setUnread, id, 0)
        try Totals(turn: turn).add(conversations: -1, unread: -unread, in: branch)
    }

    private func conflict(_ now: StoredConversation) throws -> Problem {
        var problem = Problem(
            409,
            "conflict",
            "Somebody else was faster; the conversation's workVersion is \(now.work.version) now. Look at it again."
        )
        guard let row = try transaction.first(WorkQuery.lastWork, turn.workspace, now.id) else { return problem }
        let (name, moment): (String, Timestamp) = (try row.get(0), try row.get(1))
        guard moment.milliseconds > 0 else { return problem }
        problem.changedAt = moment
        guard !name.isEmpty else { return problem }
        problem.changedBy = name
        problem.detail =
            "\(name) changed the conversation at \(moment.text); its workVersion is \(now.work.version) now. "
            + "Look at it again."
        return problem
    }
}
