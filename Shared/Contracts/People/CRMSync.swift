/// How members, packages and leads are kept in step with the workspace's own database.
package struct ShowCRMSync: Request {
    package typealias Reply = CRMSyncStatus
    package static let name = "crm.show"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { nil }

    package init() {}
}

/// Has the workspace's own database read at once.
package struct RunCRMSync: Request {
    package typealias Reply = CRMSyncStatus
    package static let name = "crm.run"
    package static let service = ServiceName.enrichment
    package var laneKey: String? { "people" }

    /// Reads all rows, not just those that have changed.
    package var whole: Bool
    /// Reads all rows and removes those that have gone, even when they are the most.
    package var acceptRemovals: Bool

    package init(whole: Bool, acceptRemovals: Bool) {
        self.whole = whole
        self.acceptRemovals = acceptRemovals
    }
}

package struct CRMSyncStatus: Codable, Hashable, Sendable {
    /// Whether a database is named for the workspace, in `MYNAH_CRM_URL`.
    package var configured: Bool
    package var running = false
    /// Nil while it runs.
    package var nextRunAt: Timestamp?
    /// Runs that failed, one after the other; the next one waits the longer.
    package var failures = 0
    package var tables: [CRMTableStatus] = []

    package init(configured: Bool) {
        self.configured = configured
    }
}

/// What of a database is read.
package enum CRMTable: String, Codable, CaseIterable, Sendable {
    case members, packages, leads
}

/// The last run over a table.
package struct CRMTableStatus: Codable, Hashable, Sendable {
    package var table: CRMTable
    package var startedAt: Timestamp
    /// Nil while it runs, and when it failed.
    package var finishedAt: Timestamp?
    /// When all rows were last looked at, which is when deletions are noticed.
    package var wholeReadAt: Timestamp?
    /// Rows that were read.
    package var rows = 0
    package var created = 0
    package var updated = 0
    /// Rows that came from the database and have gone there.
    package var removed = 0
    /// Rows that have gone there and were kept, because they are the most of all: such a view may be broken. A run with
    /// `acceptRemovals` removes them.
    package var withheld = 0
    /// Rows with something wrong: what was known of them stays.
    package var refused = 0
    /// What was wrong with the first of them.
    package var problem: String?
    /// Why the run failed; what it had read is kept.
    package var error: String?

    package init(table: CRMTable, startedAt: Timestamp) {
        self.table = table
        self.startedAt = startedAt
    }
}

/// The workspace that the first administrator was made in.
package struct FindFirstWorkspace: Request {
    package typealias Reply = FirstWorkspace
    package static let name = "workspaces.first"
    package static let service = ServiceName.gateway
    package var laneKey: String? { nil }

    package init() {}
}

package struct FirstWorkspace: Codable, Hashable, Sendable {
    package var id: WorkspaceID

    package init(id: WorkspaceID) {
        self.id = id
    }
}
