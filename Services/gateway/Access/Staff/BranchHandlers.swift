import Bus
import Contracts
import HTTPServer

/// The branches of the workspace: there is no table of them, they are what people are said to belong to.
struct BranchHandlers: Sendable {
    let bus: Bus
    let book: StaffBook

    /// Those of conversations and of staff, by name; for one who sees one branch alone, that one.
    func list(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Page<Branch> {
        let caller = call.identity
        if let branch = caller.branch { return Page(items: [Branch(name: branch)], nextCursor: nil) }
        let ofConversations = try await bus.ask(ListBranches(), workspace: caller.workspace).items
        let all = Set(ofConversations).union(try await book.branches(in: caller.workspace))
        return Page(items: all.sorted { $0.name < $1.name }, nextCursor: nil)
    }
}
