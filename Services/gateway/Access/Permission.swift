import Store

/// A part of the product that staff may be allowed to use.
enum PermissionModule: String, Codable, CaseIterable, Sendable {
    /// Conversations, messages, tags, notes, and the session they travel over.
    case chats
    /// Members, leads and contact cards.
    case people
    case campaigns
    /// The connected numbers: where they are reached, and their secrets.
    case channels
}

enum PermissionAction: String, Codable, CaseIterable, Sendable {
    case view, create, edit, delete
}

/// One thing that may be allowed.
struct Permission: Hashable, Sendable {
    var module: PermissionModule
    var action: PermissionAction
}

/// What one person may do: the role's defaults, then the person's own exceptions (ruling 28).
struct Permissions: Sendable, Hashable {
    private var allowed: Set<Permission>

    static let none = Permissions(allowed: [])

    private init(allowed: Set<Permission>) {
        self.allowed = allowed
    }

    init(role: Role, exceptions: [(permission: Permission, allowed: Bool)] = []) {
        allowed = role.defaults
        for exception in exceptions {
            if exception.allowed {
                allowed.insert(exception.permission)
            } else {
                allowed.remove(exception.permission)
            }
        }
    }

    func allow(_ action: PermissionAction, _ module: PermissionModule) -> Bool {
        allowed.contains(Permission(module: module, action: action))
    }

    /// `{"chats": ["view", "edit"]}`, the modules without a permission left out.
    var listed: [String: [PermissionAction]] {
        Dictionary(grouping: allowed, by: \.module.rawValue).mapValues { permissions in
            PermissionAction.allCases.filter { permissions.map(\.action).contains($0) }
        }
    }
}

/// What a person is in a workspace.
enum Role: String, Codable, CaseIterable, Sendable, SQLBindable, SQLReadable {
    case administrator, agent, viewer

    var defaults: Set<Permission> {
        switch self {
        case .administrator: Self.permissions(PermissionAction.allCases, PermissionModule.allCases)
        case .agent:
            Self.permissions([.view, .create, .edit, .delete], [.chats])
                .union(Self.permissions([.view], [.people, .campaigns, .channels]))
        case .viewer: Self.permissions([.view], PermissionModule.allCases)
        }
    }

    private static func permissions(
        _ actions: [PermissionAction],
        _ modules: [PermissionModule]
    ) -> Set<Permission> {
        Set(modules.flatMap { module in actions.map { Permission(module: module, action: $0) } })
    }
}
