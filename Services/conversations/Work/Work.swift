import Contracts
import Store

/// Who works on a conversation: its assignment, its control and its end, changed together under one version.
struct Work: Hashable, Sendable {
    var assignee: StaffBrief?
    var holder = Holder.nobody
    var heldSince = Timestamp(milliseconds: 0)
    /// Who has asked the holder for control.
    var requestedBy: StaffBrief?
    /// When it was ended; nil while it is active.
    var endedAt: Timestamp?
    private(set) var version = 1

    init() {}

    /// - Parameter columns: those of `conversation_full` from `ended_at` on, `next` aside.
    init(endedAt: Timestamp?, _ columns: inout ColumnReader) throws(StoreError) {
        self.endedAt = endedAt
        version = try columns.next()
        assignee = try Self.person(&columns)
        let column: String = try columns.next()
        holder = Holder(column: column, name: try columns.next())
        heldSince = try columns.next()
        requestedBy = try Self.person(&columns)
    }

    private static func person(_ columns: inout ColumnReader) throws(StoreError) -> StaffBrief? {
        let column: String = try columns.next()
        let name: String? = try columns.next()
        return column.isEmpty ? nil : StaffBrief(column: column, name: name)
    }

    /// Whether a person holds it, and another may have asked for it.
    var isHeldByStaff: Bool {
        if case .staff = holder { true } else { false }
    }

    /// As clients see the control; nil while nobody has it.
    var control: ConversationControl? {
        switch holder {
        case .nobody: nil
        case .bot: ConversationControl(holder: .bot, staff: nil, since: heldSince, requestedBy: nil)
        case .staff(let person):
            ConversationControl(holder: .staff, staff: person, since: heldSince, requestedBy: requestedBy)
        }
    }

    /// Whether a message of this sender may leave. What is sent for no person, by a campaign or a program, may.
    /// - Throws: `Problem` 423 `held` with who and since when.
    func admit(_ sender: StaffID?) throws(Problem) {
        guard let sender else { return }
        switch holder {
        case .nobody: return
        case .staff(let person) where person.id == sender: return
        case .staff(let person):
            throw held("\(person.name) holds this conversation; ask them for control, or wait until they release it.")
        case .bot: throw held("The bot is writing in this conversation; take control to write yourself.")
        }
    }

    private func held(_ detail: String) -> Problem {
        var problem = Problem(423, "held", detail)
        problem.changedBy = holder == .bot ? Holder.botText : holder.name
        problem.changedAt = heldSince
        return problem
    }
}
