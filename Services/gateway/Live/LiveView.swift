import Contracts

/// What one client may see of the feed. Clients with equal views share what they are sent.
struct LiveView: Hashable, Sendable {
    let workspace: WorkspaceID
    /// Those that the client may view.
    let modules: Set<PermissionModule>
    /// The one branch whose conversations and people the client sees, besides those of no branch; nil for all.
    let branch: String?

    init(_ caller: Caller) {
        self.init(workspace: caller.workspace, permissions: caller.permissions, branch: caller.branch)
    }

    init(workspace: WorkspaceID, permissions: Permissions, branch: String?) {
        self.workspace = workspace
        modules = Set(PermissionModule.allCases.filter { permissions.allow(.view, $0) })
        self.branch = branch
    }

    /// What the client is told of an item; nil when nothing.
    func text(of frame: LiveFrame) -> LiveText? {
        guard frame.workspace == workspace, let type = frame.type, !type.modules.isDisjoint(with: modules) else {
            return nil
        }
        guard let branch else { return frame.whole }
        guard let other = frame.branch else { return type == .mediaChanged ? frame.reduced : frame.whole }
        return other == branch ? frame.whole : frame.reduced
    }

    /// Whether the client may see how somebody is present in a conversation.
    func shows(_ note: PresenceNote) -> Bool {
        guard note.workspace == workspace, modules.contains(.chats) else { return false }
        guard let branch, let other = note.branch else { return true }
        return other == branch
    }
}
