import Contracts

/// The name of a role in a workspace.
typealias RoleName = Identifier<Role>

/// What people may be in a workspace, and what they then may do.
struct Role: Codable, Sendable {
    var name: RoleName
    /// Whether it was there from the beginning: such a role cannot be deleted.
    var builtIn: Bool
    /// Module → actions.
    var permissions: [String: [PermissionAction]]

    init(_ name: RoleName, _ permissions: Permissions) {
        self.name = name
        builtIn = BuiltInRole(rawValue: name.text) != nil
        self.permissions = permissions.listed
    }
}

/// The roles that every workspace begins with.
enum BuiltInRole: String, CaseIterable, Sendable {
    /// May do everything, always.
    case administrator
    case agent, viewer

    var name: RoleName { RoleName(trusted: rawValue) }

    /// Those of agents and viewers can be changed afterwards.
    var permissions: Permissions {
        switch self {
        case .administrator: .all
        case .agent:
            Self.permissions(PermissionAction.allCases, [.chats])
                .union(Self.permissions([.view], [.people, .campaigns, .channels]))
        case .viewer: Self.permissions([.view], [.chats, .people, .campaigns, .channels])
        }
    }

    private static func permissions(_ actions: [PermissionAction], _ modules: [PermissionModule]) -> Permissions {
        Permissions(Set(modules.flatMap { module in actions.map { Permission(module: module, action: $0) } }))
    }
}

extension Permissions {
    fileprivate func union(_ others: Permissions) -> Permissions {
        Permissions(allowed.union(others.allowed))
    }
}
