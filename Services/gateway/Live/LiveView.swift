import Bus
import Contracts
import Crypto

/// What one client may see of the feed. Clients with equal views share what they are sent.
struct LiveView: Hashable, Sendable {
    let workspace: WorkspaceID
    /// Those that the client may view.
    let modules: Set<PermissionModule>
    /// The one branch whose conversations and people the client sees, besides those of no branch; nil for all.
    let branch: String?
    /// Whether the client may link phones, and so see the codes for it.
    let linksPhones: Bool
    /// Who sees what is for them alone; nil for a program, and for what several share.
    private(set) var staff: StaffID?
    /// Which feed it is, and what is shown of it: a cursor of any other is not gone on from.
    private(set) var mark: String

    init(_ caller: Caller) {
        let person = caller.pass?.kind == .signIn ? caller.staff?.id : nil
        self.init(
            workspace: caller.workspace,
            permissions: caller.permissions,
            branch: caller.branch,
            staff: person
        )
    }

    init(workspace: WorkspaceID, permissions: Permissions, branch: String?, staff: StaffID? = nil) {
        self.workspace = workspace
        modules = Set(PermissionModule.allCases.filter { permissions.allow(.view, $0) })
        linksPhones = permissions.allow(.edit, .chats)
        self.branch = branch
        self.staff = staff
        let lane = Lane(key: workspace.text)
        let seen = modules.map(\.rawValue).sorted().joined(separator: " ")
        let parts = [workspace.text, "\(lane.number) of \(Lane.count)", seen, branch.map { "in \($0)" } ?? ""]
        mark = String(SHA256.hex(of: parts.joined(separator: "\n")).prefix(12))
    }

    /// The same view of what an outbox has told.
    func of(_ origin: String) -> LiveView {
        var view = self
        view.mark += origin
        return view
    }

    /// What others who may view the same see as well.
    var shared: LiveView {
        var view = self
        view.staff = nil
        return view
    }

    /// What the client is told of an item; nil when nothing.
    func text(of frame: LiveFrame) -> LiveText? {
        guard frame.workspace == workspace, let type = frame.type else { return nil }
        if type.isPersonal { return staff != nil && frame.staff == staff ? frame.whole : nil }
        guard !type.modules.isDisjoint(with: modules) else { return nil }
        guard let branch else { return frame.whole }
        // A file's branch is not known here; the change of each message that shows it comes besides, and says the same.
        guard type != .mediaChanged else { return nil }
        guard let other = frame.branch else { return frame.whole }
        return other == branch ? frame.whole : frame.reduced
    }

    /// Whether the client may see a code by which a phone is linked: who may ask for it.
    func shows(_ note: LinkCodeNote) -> Bool {
        note.workspace == workspace && linksPhones
    }

    /// Whether the client may see how somebody is present in a conversation.
    func shows(_ note: PresenceNote) -> Bool {
        guard note.workspace == workspace, modules.contains(.chats) else { return false }
        guard let branch, let other = note.branch else { return true }
        return other == branch
    }
}
