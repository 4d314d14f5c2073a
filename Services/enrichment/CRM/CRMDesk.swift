import Bus
import Contracts
import Store

/// Tells how the workspace's own database is kept up with, and has it read at once.
struct CRMDesk: Sendable {
    /// Whether one is named.
    let isConfigured: Bool

    func show(_: ShowCRMSync, _ context: RequestContext, _ reader: any Reader) throws -> CRMSyncStatus {
        try status(of: context, reader)
    }

    /// - Throws: 409 `crm_not_configured`.
    func run(_ request: RunCRMSync, _ context: RequestContext, _ transaction: any Transaction) throws -> CRMSyncStatus {
        let asked =
            try isConfigured
            ? transaction.run(CRMQuery.ask, context.workspace, context.now, request.whole, request.acceptRemovals) : 0
        guard asked == 1 else {
            throw Problem(
                409,
                "crm_not_configured",
                "No database of members is read for this workspace: set MYNAH_CRM_URL at the enrichment service."
            )
        }
        return try status(of: context, transaction)
    }

    private func status(of context: RequestContext, _ reader: any Reader) throws -> CRMSyncStatus {
        guard isConfigured, let row = try reader.first(CRMQuery.schedule, context.workspace) else {
            return CRMSyncStatus(configured: false)
        }
        var status = CRMSyncStatus(configured: true)
        let heldUntil: Timestamp = try row.get("held_until")
        status.running = heldUntil > context.now
        status.nextRunAt = status.running ? nil : try row.get("next_at")
        status.failures = try row.get("failures")
        status.tables = try CRMPlace.all(of: context.workspace, reader).map(\.status)
        return status
    }
}
