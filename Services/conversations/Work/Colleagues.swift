import Contracts
import Store

/// The staff of a workspace, as the gateway tells them.
struct Colleagues {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }

    /// Keeps the highest version. Who is no longer active holds nothing any more; what is assigned to them stays theirs
    /// until somebody gives it to another.
    func changed(_ event: StaffChanged) throws {
        let staff = event.staff
        let values: [any SQLBindable] = [
            turn.workspace, staff.id, staff.name, staff.branch, staff.active, staff.version, staff.viewsChats ?? true,
            staff.managesChannels ?? false,
        ]
        guard try transaction.run(WorkQuery.setStaff, arguments: values) == 1, !staff.active else { return }
        for row in try transaction.rows(WorkQuery.heldBy, turn.workspace, staff.id) {
            _ = try WorkDesk(turn: turn).change(try row.get(0), within: nil, seen: nil, by: nil) { work, _ in
                guard work.holder.column == staff.id.text else { return }
                try work.release(StaffBrief(id: staff.id, name: staff.name), at: turn.now)
            }
        }
    }

    /// A person who does something: the gateway has let them in, even when it has not told of them here yet.
    func brief(_ id: StaffID) throws -> StaffBrief {
        let name: String? = try transaction.first(WorkQuery.staff, turn.workspace, id)?.get(0)
        return StaffBrief(id: id, name: name ?? id.text)
    }

    /// A person who is given a conversation.
    /// - Parameter field: what named them.
    /// - Throws: `Problem` 404; 422 when they are not active or do not see the conversation's branch.
    func receiver(_ id: StaffID, of conversation: StoredConversation, _ field: String) throws -> StaffBrief {
        guard let row = try transaction.first(WorkQuery.staff, turn.workspace, id) else {
            throw Problem.notFound("staff member")
        }
        guard try row.get(2) else {
            throw Problem.invalid([FieldProblem(field, "is a person who is not active any more")])
        }
        guard conversation.isVisible(to: try row.get(1)) else {
            throw Problem.invalid([FieldProblem(field, "belongs to another branch and does not see the conversation")])
        }
        return StaffBrief(id: id, name: try row.get(0))
    }
}
