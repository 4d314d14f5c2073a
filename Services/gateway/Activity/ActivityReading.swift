import Contracts
import Store

/// Reads the log of one workspace.
struct ActivityReading: Sendable {
    let store: any Store
    let workspace: WorkspaceID

    /// How many entries are in memory at a time.
    private static let step = 1000

    /// Newest first.
    /// - Parameter scope: the one branch of whose staff they are; nil for all that there is.
    /// - Throws: 422 `invalid`.
    func page(_ query: ActivityListQuery, scope: String? = nil) async throws -> Page<ActivityEntry> {
        let limit = try PageLimit(query.limit ?? 50, upTo: 500)
        let before = query.cursor.map { Int($0) ?? 0 }
        guard before != 0 else { throw Problem.invalid([.foreignCursor]) }
        let entries =
            if let scope {
                try await entries(query.filter, ofStaffIn: scope, before: before, limit: limit.toRead)
            } else {
                try await entries(query.filter, before: before, limit: limit.toRead, newestFirst: true)
            }
        return limit.page(entries) { String($0.number) }
    }

    /// The newest of each person's newest, which the index on who did it has at hand: a branch has few people.
    private func entries(
        _ filter: ActivityFilter,
        ofStaffIn branch: String,
        before: Int?,
        limit: Int
    ) async throws -> [ActivityEntry] {
        let workspace = workspace
        let staff: [StaffID] = try await store.read { reader in
            try reader.rows(StaffQuery.staffOfBranch, workspace, branch).map { try $0.get("id") }
        }
        var newest: [ActivityEntry] = []
        for person in staff where filter.staff == nil || filter.staff == person {
            var theirs = filter
            theirs.staff = person
            newest += try await entries(theirs, before: before, limit: limit, newestFirst: true)
            newest = Array(newest.sorted { $0.number > $1.number }.prefix(limit))
        }
        return newest
    }

    /// Hands over all that fit, oldest first, a few at a time.
    func each(_ filter: ActivityFilter, _ take: ([ActivityEntry]) async throws -> Void) async throws {
        var last = 0
        while true {
            let entries = try await entries(filter, after: last, limit: Self.step, newestFirst: false)
            guard let end = entries.last?.number else { return }
            try await take(entries)
            last = end
        }
    }

    private func entries(
        _ filter: ActivityFilter,
        after: Int = 0,
        before: Int? = nil,
        limit: Int,
        newestFirst: Bool
    ) async throws -> [ActivityEntry] {
        let workspace = workspace
        return try await store.read { reader in
            var (conditions, arguments): ([String], [any SQLBindable]) = (["workspace = ?", "number > ?"], [workspace])
            // Moments never go back along the chain, so that a time is a place in it.
            var (first, end) = (after, before)
            if let from = filter.from { first = try max(first, Self.place(from, workspace, reader, orEnd: .max) - 1) }
            if let to = filter.to {
                let place = try Self.place(to, workspace, reader, orEnd: .max)
                end = min(end ?? .max, place)
            }
            arguments.append(first)
            if let end {
                conditions.append("number < ?")
                arguments.append(end)
            }
            for (column, value) in [("staff", filter.staff?.text), ("action", filter.action)] {
                guard let value else { continue }
                conditions.append("\(column) = ?")
                arguments.append(value)
            }
            if let object = filter.object {
                conditions.append("(object = ? OR part = ?)")
                arguments += [object, object]
            }
            let sql = """
                SELECT workspace, number, at, staff, token, action, object, part, ip, outcome, request, hash
                FROM activity WHERE \(conditions.joined(separator: " AND "))
                ORDER BY number \(newestFirst ? "DESC" : "ASC") LIMIT ?
                """
            return try reader.rows(sql: sql, arguments: arguments + [limit]).map { try ActivityEntry($0) }
        }
    }

    /// The number of the first entry of a moment or later.
    private static func place(
        _ moment: Timestamp,
        _ workspace: WorkspaceID,
        _ reader: any Reader,
        orEnd end: Int
    ) throws -> Int {
        try reader.first(ActivityQuery.firstAt, workspace, moment)?.get("number") ?? end
    }

    /// Links the whole chain again, some entries at a time.
    func verify() async throws -> ActivityVerdict {
        let workspace = workspace
        let head = try await store.read { try ActivityHead($0.first(ActivityQuery.head, workspace)) }
        var (number, hash, at) = (0, "", Timestamp(milliseconds: .min))
        while true {
            let last = number
            let rows = try await store.read {
                try $0.rows(ActivityQuery.entriesAfter, workspace, last, Self.step)
            }
            for row in rows {
                // A column that cannot be read is as good as changed.
                guard let entry = try? ActivityEntry(row), entry.number == number + 1, entry.at >= at,
                    entry.hash == entry.link(to: hash, in: workspace)
                else { return ActivityVerdict(checked: number, brokenAt: number + 1) }
                (number, hash, at) = (entry.number, entry.hash, entry.at)
                if number == head?.number, hash != head?.hash {
                    return ActivityVerdict(checked: number - 1, brokenAt: number)
                }
            }
            if rows.isEmpty { break }
        }
        // What was added meanwhile is checked, too; what was there before must be.
        guard number >= head?.number ?? 0 else { return ActivityVerdict(checked: number, brokenAt: number + 1) }
        return ActivityVerdict(checked: number, brokenAt: nil)
    }
}

/// What came of checking a chain.
struct ActivityVerdict: Codable, Hashable, Sendable {
    /// Whether every entry is as it was written and none is missing.
    var intact: Bool
    /// How many entries are good, from the first on.
    var checked: Int
    /// The number of the first entry that was changed or is missing.
    var brokenAt: Int?

    init(checked: Int, brokenAt: Int?) {
        intact = brokenAt == nil
        self.checked = checked
        self.brokenAt = brokenAt
    }
}

/// Which entries.
struct ActivityFilter: Sendable {
    var staff: StaffID?
    var action: String?
    var object: String?
    /// From this moment on.
    var from: Timestamp?
    /// Before this moment.
    var to: Timestamp?
}

/// The filters of the log.
struct ActivityListQuery: Codable, Sendable {
    /// Who did it.
    var staff: StaffID?
    /// A route, `POST /api/staff/{id}/deactivate`, or an event, `message.added`.
    var action: String?
    /// What it was done to: an id.
    var object: String?
    /// From this moment on.
    var from: Timestamp?
    /// Before this moment.
    var to: Timestamp?
    /// 1 to 500; 50 when absent.
    var limit: Int?
    var cursor: String?

    var filter: ActivityFilter { ActivityFilter(staff: staff, action: action, object: object, from: from, to: to) }
}
