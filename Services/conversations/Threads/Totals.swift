import Contracts
import Store

/// What all conversations of a workspace add up to, kept as they change and never counted.
struct Totals {
    let turn: Turn

    func add(conversations: Int = 0, unread: Int = 0) throws {
        guard conversations != 0 || unread != 0 else { return }
        try turn.transaction.run(ThreadQuery.count, turn.workspace, turn.lane, conversations, unread)
    }

    static func read(_ workspace: WorkspaceID, in reader: any Reader) throws -> ConversationList.Totals {
        guard let row = try reader.first(ThreadQuery.totals, workspace) else {
            return .init(conversations: 0, unread: 0)
        }
        return .init(conversations: try row.get(0), unread: try row.get(1))
    }
}
