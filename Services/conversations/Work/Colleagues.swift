import Contracts
import Store

/// The staff of a workspace, as the gateway tells them.
struct Colleagues {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }

    /// Keeps the highest version. Who may no longer write in a conversation holds nothing in it any more and waits for
    /// nothing; what is assigned to them stays theirs until somebody gives it to another.
    func changed(_ event: StaffChanged) throws {
        let staff = event.staff
        let views = staff.viewsChats ?? true
        let values: [any SQLBindable] = [
            turn.workspace, staff.id, staff.name, staff.branch, staff.active, staff.version, views,
            staff.managesChannels ?? false, staff.writesChats ?? views,
        ]
        guard try transaction.run(WorkQuery.setStaff, arguments: values) == 1 else { return }
        for row in try transaction.rows(WorkQuery.heldOrAskedBy, turn.workspace, staff.id) {
            try giveBack(in: Threads(turn: turn).conversation(row.get(0)))
        }
    }

    /// Frees a conversation of those who may not write in it any more: they could not give it back, and nobody else
    /// could take it from them.
    /// - Returns: whether that has changed it; then it was told.
    @discardableResult
    func giveBack(in conversation: StoredConversation) throws -> Bool {
        guard conversation.work.isHeldByStaff else { return false }
        let work = try WorkDesk(turn: turn).change(conversation.id, within: nil, seen: nil, by: nil) { work, now in
            if case .staff(let holder) = work.holder, try obstacle(holder.id, in: now) != nil {
                work.free(at: turn.now)
            }
            if let asking = work.requestedBy, try obstacle(asking.id, in: now) != nil { work.requestedBy = nil }
        }
        return work.workVersion != conversation.work.version
    }

    /// A person who does something: the gateway has let them in, even when it has not told of them here yet.
    func brief(_ id: StaffID) throws -> StaffBrief {
        let name: String? = try transaction.first(WorkQuery.staff, turn.workspace, id)?.get(0)
        return StaffBrief(id: id, name: name ?? id.text)
    }

    /// A person who is given a conversation.
    /// - Parameter field: what named them.
    /// - Throws: `Problem` 404; 422 when they are not active or may not write in the conversation.
    func receiver(_ id: StaffID, of conversation: StoredConversation, _ field: String) throws -> StaffBrief {
        guard let row = try transaction.first(WorkQuery.colleague, turn.workspace, id) else {
            throw Problem.notFound("staff member")
        }
        if let obstacle = try obstacle(row, in: conversation) { throw Problem.invalid([FieldProblem(field, obstacle)]) }
        return StaffBrief(id: id, name: try row.get(0))
    }

    /// Why a person cannot hold a conversation, as the end of a sentence; nil when they can, and while the gateway has not
    /// told of them here.
    func obstacle(_ id: StaffID, in conversation: StoredConversation) throws -> String? {
        try transaction.first(WorkQuery.colleague, turn.workspace, id).flatMap { try obstacle($0, in: conversation) }
    }

    private func obstacle(_ row: Row, in conversation: StoredConversation) throws -> String? {
        let (branch, isActive, writes): (String?, Bool, Bool) = (try row.get(1), try row.get(2), try row.get(3))
        guard isActive else { return "is a person who is not active any more" }
        guard writes else { return "is a person who may not write in conversations" }
        guard conversation.isVisible(to: branch) else {
            return "belongs to another branch and does not see the conversation"
        }
        return nil
    }
}
