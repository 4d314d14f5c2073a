import Contracts
import Store

/// What all active conversations of a workspace add up to, by branch, kept as they change and never counted.
struct Totals {
    let turn: Turn

    /// - Parameter branch: of the conversations; empty for none.
    func add(conversations: Int = 0, unread: Int = 0, in branch: String) throws {
        guard conversations != 0 || unread != 0 else { return }
        try turn.transaction.run(ThreadQuery.count, turn.workspace, branch, turn.lane, conversations, unread)
    }

    /// What an active conversation adds goes with it to its new branch.
    /// - Parameter row: branch, unread and ended, as they were.
    func move(_ row: Row, to branch: String) throws {
        let (before, unread, isEnded): (String, Int, Bool) = (try row.get(0), try row.get(1), try row.get(2))
        guard before != branch, !isEnded else { return }
        try add(conversations: -1, unread: -unread, in: before)
        try add(conversations: 1, unread: unread, in: branch)
    }

    /// The branches that something was added to.
    static func branches(_ workspace: WorkspaceID, in reader: any Reader) throws -> [Branch] {
        try reader.rows(ThreadQuery.branches, workspace).map { Branch(name: try $0.get("branch")) }
    }

    /// - Parameter scope: the branch that the caller is limited to; nil for all.
    static func read(
        _ workspace: WorkspaceID,
        within scope: String?,
        in reader: any Reader
    ) throws -> ConversationList.Totals {
        let row =
            if let scope {
                try reader.first(ThreadQuery.totalsOfBranch, workspace, scope)
            } else {
                try reader.first(ThreadQuery.totals, workspace)
            }
        guard let row else { return .init(conversations: 0, unread: 0) }
        return .init(conversations: try row.get(0), unread: try row.get(1))
    }
}
