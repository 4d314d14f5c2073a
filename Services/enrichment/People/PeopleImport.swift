import Bus
import Contracts
import Phone
import Store

/// Takes members, packages and leads as the workspace's own system has them.
struct PeopleImport: Sendable {
    let contacts: Contacts
    /// Where numbers are typed without a country code, ISO 3166.
    let country: String
    /// Of the workspace's clocks, in seconds east of Greenwich.
    let offset: Int

    /// Rows of one request.
    static let limit = 500

    func upsert(
        _ request: UpsertPeople,
        _ context: RequestContext,
        _ transaction: any Transaction
    ) throws -> UpsertReport {
        try upsert(
            request,
            on: Occasion(workspace: context.workspace, now: context.now, offset: offset),
            transaction
        )
    }

    /// Rows are counted through: members, then packages, then leads. They may name each other in any order.
    /// - Throws: `Problem` when there are too many.
    func upsert(
        _ request: UpsertPeople,
        on occasion: Occasion,
        _ transaction: any Transaction,
        from source: RecordSource = .upload
    ) throws -> UpsertReport {
        guard request.members.count + request.packages.count + request.leads.count <= Self.limit else {
            throw Problem.invalid([FieldProblem("members", "has more than \(Self.limit) rows with packages and leads")])
        }
        guard request.dryRun == true else { return try apply(request, source, on: occasion, transaction) }
        do {
            return try transaction.savepoint {
                throw Rehearsed(report: try apply(request, source, on: occasion, transaction))
            }
        } catch let rehearsed as Rehearsed {
            return rehearsed.report
        }
    }

    /// Takes out what is not in the database any more.
    func remove(
        _ ids: [String],
        of table: CRMTable,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws {
        var batch = batch(.crm, country, on: occasion, transaction)
        for id in ids { try batch.remove(id, from: table) }
        try batch.finish()
    }

    private func apply(
        _ request: UpsertPeople,
        _ source: RecordSource,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws -> UpsertReport {
        var batch = batch(source, request.country ?? country, on: occasion, transaction)
        for member in request.members { try batch.put(member) }
        for package in request.packages { try batch.put(package) }
        for lead in request.leads { try batch.put(lead) }
        try batch.finish()
        return batch.report
    }
}

extension PeopleImport {
    private func batch(
        _ source: RecordSource,
        _ country: String,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) -> PeopleBatch {
        PeopleBatch(
            contacts: contacts,
            occasion: occasion,
            country: country,
            source: source,
            transaction: transaction
        )
    }
}

/// All was done, to be undone.
private struct Rehearsed: Error {
    let report: UpsertReport
}
