import Contracts

/// What one may do. A person's are the role's, then the person's own exceptions (ruling 28).
struct Permissions: Sendable, Hashable {
    private(set) var allowed: Set<Permission>

    static let none = Permissions([])
    static let all = Permissions(
        Set(
            PermissionModule.allCases.flatMap { module in
                PermissionAction.allCases.map { Permission(module: module, action: $0) }
            }
        )
    )

    init(_ allowed: Set<Permission>) {
        self.allowed = allowed
    }

    /// - Parameter listed: module → actions.
    /// - Throws: 422 `invalid` for a module that there is not.
    init(_ listed: [String: [PermissionAction]], field: String) throws(Problem) {
        allowed = []
        for (name, actions) in listed {
            guard let module = PermissionModule(rawValue: name) else {
                let known = PermissionModule.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid([FieldProblem("\(field).\(name)", "is no module; there are \(known)")])
            }
            for action in actions { allowed.insert(Permission(module: module, action: action)) }
        }
    }

    func allow(_ action: PermissionAction, _ module: PermissionModule) -> Bool {
        allowed.contains(Permission(module: module, action: action))
    }

    func applying(_ exceptions: PermissionExceptions) -> Permissions {
        Permissions(allowed.union(exceptions.allow.allowed).subtracting(exceptions.deny.allowed))
    }

    func intersection(_ others: Permissions) -> Permissions {
        Permissions(allowed.intersection(others.allowed))
    }

    func isWithin(_ others: Permissions) -> Bool { allowed.isSubset(of: others.allowed) }

    func isDisjoint(with others: Permissions) -> Bool { allowed.isDisjoint(with: others.allowed) }

    /// `{"chats": ["view", "edit"]}`, the modules without a permission left out.
    var listed: [String: [PermissionAction]] {
        Dictionary(grouping: allowed, by: \.module.rawValue).mapValues { permissions in
            PermissionAction.allCases.filter { permissions.map(\.action).contains($0) }
        }
    }
}

/// What one person may do beyond the role, and what not although the role may.
struct PermissionExceptions: Sendable, Hashable {
    var allow = Permissions.none
    var deny = Permissions.none

    static let none = PermissionExceptions()
}
