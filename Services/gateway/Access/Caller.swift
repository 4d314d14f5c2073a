import Contracts

/// Who makes a request.
struct Caller: Sendable, Hashable {
    let workspace: WorkspaceID
    /// Nil for routes that anybody may call.
    let staff: Staff?
    let permissions: Permissions

    /// The one branch whose conversations and people the caller sees; nil for all of them.
    var branch: String? { staff?.branch }

    /// Anybody: of no workspace, allowed nothing.
    static let anybody = Caller(workspace: WorkspaceID(trusted: "-"), staff: nil, permissions: .none)
}
