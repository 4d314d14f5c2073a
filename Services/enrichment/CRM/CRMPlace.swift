import Contracts
import Store

/// How far a table of the workspace's own database was read.
struct CRMPlace: Sendable {
    var status: CRMTableStatus
    /// From where on what has changed is read, as the database writes it; nil when it cannot be asked.
    var place: String?

    /// What is known before a run that begins now.
    init(_ table: CRMTable, startedAt: Timestamp, after before: CRMPlace?) {
        status = CRMTableStatus(table: table, startedAt: startedAt)
        status.wholeReadAt = before?.status.wholeReadAt
        status.withheld = before?.status.withheld ?? 0
        place = before?.place
    }

    init(_ row: Row) throws(StoreError) {
        status = CRMTableStatus(table: try row.get("kind"), startedAt: try row.get("started_at"))
        status.finishedAt = try row.get("finished_at")
        status.wholeReadAt = try row.get("whole_read_at")
        status.rows = try row.get("row_count")
        status.created = try row.get("created")
        status.updated = try row.get("updated")
        status.removed = try row.get("removed")
        status.withheld = try row.get("withheld")
        status.refused = try row.get("refused")
        status.problem = try row.get("problem")
        status.error = try row.get("error")
        place = try row.get("place")
    }

    static func all(of workspace: WorkspaceID, _ reader: any Reader) throws -> [CRMPlace] {
        try reader.rows(CRMQuery.places, workspace).map { row throws(StoreError) in try CRMPlace(row) }
    }

    func note(of workspace: WorkspaceID, _ transaction: any Transaction) throws {
        try transaction.run(
            CRMQuery.note,
            arguments: [
                workspace, status.table, place, status.startedAt, status.finishedAt, status.wholeReadAt, status.rows,
                status.created, status.updated, status.removed, status.withheld, status.refused, status.problem,
                status.error,
            ]
        )
    }
}
