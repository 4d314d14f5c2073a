import Contracts
import Runtime
import Store

/// The statements of `imports.sql`.
enum ImportQuery: String, StatementName {
    case begin = "begin-import"
    case note = "note-import"
    case one = "import"
    case list = "imports"

    static let file = StatementFile(PackageResources.imports_sql)
}

/// An upload of people and how far it came.
struct PeopleImportState: Codable, Hashable, Sendable {
    enum State: String, Codable, CaseIterable, Sendable, SQLBindable, SQLReadable {
        case running, finished
        /// It ended before its last row; the rows before are in.
        case failed
        /// Nobody has heard of it for a while: the gateway that took it was stopped. The rows before are in.
        case interrupted
    }

    var id: String
    /// `members`, `packages` or `leads`.
    var kind: String
    var state: State
    /// Whether it only was to be reported what it would do.
    var dryRun: Bool
    /// Rows that were looked at so far.
    var rows: Int
    var created: Int
    var updated: Int
    var unchanged: Int
    /// Rows with something wrong.
    var refused: Int
    /// Why it failed.
    var error: String?
    /// The name of the person.
    var startedBy: String?
    var startedAt: Timestamp
    var updatedAt: Timestamp

    /// How long a running one may be silent.
    static let silence = Duration.seconds(120)

    init(_ row: Row, now: Timestamp) throws(StoreError) {
        id = try row.get("id")
        kind = try row.get("kind")
        state = try row.get("state")
        dryRun = try row.get("dry_run")
        rows = try row.get("row_count")
        created = try row.get("created")
        updated = try row.get("updated")
        unchanged = try row.get("unchanged")
        refused = try row.get("refused")
        error = try row.get("error")
        startedBy = try row.get("started_by")
        startedAt = try row.get("started_at")
        updatedAt = try row.get("updated_at")
        if state == .running, updatedAt + Self.silence < now { state = .interrupted }
    }
}

/// Keeps how far uploads came, so that others can look while one runs and after.
struct ImportLog: Sendable {
    let store: any Store
    let clock: WallClock

    /// - Returns: the id of the new import.
    func begin(_ kind: String, dryRun: Bool, by caller: Caller) async throws -> String {
        let now = clock.now()
        let id = UUIDv7.make(at: now)
        let name = caller.staff?.name
        try await store.write { transaction in
            try transaction.run(ImportQuery.begin, caller.workspace, id, kind, dryRun, name, now)
        }
        return id
    }

    func note(
        _ id: String,
        of workspace: WorkspaceID,
        _ report: ImportReport,
        _ state: PeopleImportState.State,
        error: String? = nil
    ) async throws {
        let values: [any SQLBindable & Sendable] = [
            workspace, id, state, report.rows, report.created, report.updated, report.unchanged, report.refused, error,
            clock.now(),
        ]
        try await store.write { try $0.run(ImportQuery.note, arguments: values) }
    }

    /// - Throws: 404 `not_found`.
    func show(_ id: String, of workspace: WorkspaceID) async throws -> PeopleImportState {
        let now = clock.now()
        let found = try await store.read { reader in
            try reader.first(ImportQuery.one, workspace, id).map { row throws(StoreError) in
                try PeopleImportState(row, now: now)
            }
        }
        guard let found else { throw Problem.notFound("import") }
        return found
    }

    /// - Throws: 422 unless `limit` is 1 to 100.
    func list(of workspace: WorkspaceID, limit: Int, cursor: String?) async throws -> Page<PeopleImportState> {
        let limit = try PageLimit(limit, upTo: 100)
        let now = clock.now()
        let items = try await store.read { reader in
            try reader.rows(ImportQuery.list, workspace, cursor ?? "~", limit.toRead).map { row throws(StoreError) in
                try PeopleImportState(row, now: now)
            }
        }
        return limit.page(items) { $0.id }
    }
}
