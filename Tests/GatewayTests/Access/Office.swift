import Bus
import Contracts
import Runtime
import Store
import TestSupport

@testable import gateway

/// A workspace with its first administrator, on a store of its own.
struct Office: Sendable {
    static let password = "correct horse"

    let store: any Store
    let clock: TestClock
    let outbox: Outbox
    let book: StaffBook
    let activity: SignInActivity
    let signIns: SignIns
    let workspaces: Workspaces
    let sessions: Sessions
    let passwords: Passwords
    let tokens: APITokens
    /// Poked when rights have changed.
    let nudge = Nudge()
    let workspace: WorkspaceID

    init(_ store: any Store) async throws {
        self.store = store
        clock = TestClock()
        outbox = Outbox(.gateway, clock: clock.clock)
        try await store.migrate("bus", Bus.migrations)
        try await store.migrate("gateway", Gateway.migrations)
        let bootstrap = Bootstrap(store: store, outbox: outbox, clock: clock.clock)
        workspace = try await bootstrap.run(email: "Ann@Example.com", password: Self.password).workspace
        book = StaffBook(store: store, outbox: outbox, clock: clock.clock, changed: nudge.poke)
        activity = SignInActivity(log: ActivityLog(clock: clock.clock))
        signIns = SignIns(store: store, activity: activity, clock: clock.clock, changed: nudge.poke)
        sessions = Sessions(store: store, clock: clock.clock, changed: nudge.poke)
        passwords = Passwords(store: store, activity: activity, clock: clock.clock, changed: nudge.poke)
        tokens = APITokens(store: store, clock: clock.clock, changed: nudge.poke)
        workspaces = Workspaces(store: store, outbox: outbox, clock: clock.clock)
    }

    /// Signs in with the password of all.
    func signIn(
        _ email: String = "ann@example.com",
        _ password: String = password,
        workspace: WorkspaceID? = nil
    ) async throws -> SignedIn {
        let credentials = Credentials(email: email, password: password, workspace: workspace)
        return try await signIns.signIn(credentials, from: Self.visitor)
    }

    /// Someone uses the link that was mailed to them to choose a password.
    func chooseByLink(_ email: String, _ password: String = password) async throws {
        try await reset(passwords.makeReset(for: email)?.token ?? "", to: password)
    }

    func reset(_ token: String, to password: String) async throws {
        try await passwords.reset(token: token, to: password, from: Self.visitor)
    }

    func switchTo(_ workspace: WorkspaceID, from there: SignedIn) async throws -> SignedIn {
        let pass = Pass(token: there.token)
        return try await signIns.switchTo(workspace, there.staff.id, by: pass, from: Self.visitor)
    }

    /// Who has an address.
    func staff(_ email: String) async throws -> StaffID? {
        try await book.list(StaffListQuery(search: email), in: workspace, scope: nil).items.first?.id
    }

    static let visitor = Visitor(ip: "203.0.113.9", agent: "test")

    /// Who signs in with an address and the password of all.
    func caller(_ email: String = "ann@example.com", workspace: WorkspaceID? = nil) async throws -> Caller {
        try await signIns.caller(token: signIn(email, workspace: workspace).token) ?? .anybody
    }

    /// A new person, made by the administrator.
    func add(_ name: String, _ role: BuiltInRole = .agent, branch: String? = nil) async throws -> Staff {
        try await book.add(Self.person(name, role.name, branch: branch), by: caller())
    }

    static func person(_ name: String, _ role: RoleName, branch: String? = nil) -> NewStaff {
        NewStaff(
            email: "\(name)@example.com",
            name: name,
            role: role,
            branch: branch,
            password: password
        )
    }

    /// What the other services were told, in the order of its lanes.
    func told() async throws -> [StaffProfile] {
        try await store.read { [outbox] reader in
            try Lane.all.flatMap { try outbox.history(.access, lane: $0, after: 0, limit: 1000, in: reader) }
                .filter { $0.topic == StaffChanged.topic }
                .map { try $0.decode(StaffChanged.self).staff }
        }
    }
}

func withOffice(_ engine: StoreEngine, _ test: (Office) async throws -> Void) async throws {
    try await withStore(engine) { try await test(Office($0)) }
}

/// Asks for something that is refused.
/// - Returns: the code of the problem; nil when it was done.
func refusal<Value>(_ work: () async throws -> Value) async throws -> String? {
    do {
        _ = try await work()
        return nil
    } catch let problem as Problem {
        return problem.code
    }
}
