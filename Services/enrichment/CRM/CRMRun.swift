import Contracts
import Store

/// One reading of one table of the workspace's own database, on its way into ours.
struct CRMRun: Sendable {
    /// What is gone there goes here up to this many rows, and beyond it when at least as many are left.
    static let removals = 20

    let turn: CRMTurn
    let reading: CRMReading
    let store: any Store
    let people: PeopleImport
    let now: @Sendable () -> Timestamp

    /// Ids of our rows of which one that is not on the page is gone.
    private struct Range: Sendable {
        let after: String
        let end: String
    }

    private var workspace: WorkspaceID { turn.workspace }

    /// - Parameter whole: notices what has gone; it goes once all was read.
    /// - Returns: when the newest row was changed, in microseconds since 1970.
    func read(_ place: inout CRMPlace, whole: Bool) async throws -> Int? {
        if whole {
            place.status.withheld = 0
            try await forgetGone(place.status.table)
        }
        var (after, newest): (String, Int?) = ("", nil)
        while true {
            try Task.checkCancellation()
            let page = try await reading.next()
            let end = page.last?.id
            let range = Range(after: after, end: page.count < CRMReading.page ? Self.last : end ?? after)
            place = try await apply(page, place, whole ? range : nil)
            newest = (page.compactMap(\.changedAt) + [newest].compactMap(\.self)).max()
            guard page.count == CRMReading.page else { break }
            after = end ?? after
        }
        if whole { try await removeGone(&place) }
        return newest
    }

    /// Comes after every id.
    private static let last = "\u{10FFFF}"

    private func apply(_ page: [CRMRecord], _ before: CRMPlace, _ range: Range?) async throws -> CRMPlace {
        var place = before
        place.status.rows += page.count
        var request = UpsertPeople()
        for record in page {
            do {
                try add(record, of: place.status.table, to: &request)
            } catch let problem as FieldProblem {
                place.status.refuse(record.id, problem.field, problem.message)
            }
        }
        let ids = request.members.map(\.id) + request.packages.map(\.id) + request.leads.map(\.id)
        let seen = Set(page.compactMap(\.id))
        let occasion = Occasion(workspace: workspace, now: now(), offset: people.offset)
        return try await store.write { [request, place, people, turn] transaction in
            try turn.hold(at: occasion.now, transaction)
            var place = place
            place.status.add(try people.upsert(request, on: occasion, transaction, from: .crm), ids: ids)
            let table = place.status.table
            if let range {
                let known: [String] = try transaction.rows(table.known, turn.workspace, range.after, range.end).map {
                    try $0.get(0)
                }
                let gone = known.filter { !seen.contains($0) }.map { [turn.workspace, table, $0] as [any SQLBindable] }
                if !gone.isEmpty { try transaction.run(CRMQuery.noteGone, each: gone) }
            }
            try place.note(of: turn.workspace, transaction)
            return place
        }
    }

    private func add(_ record: CRMRecord, of table: CRMTable, to request: inout UpsertPeople) throws {
        let columns = reading.columns
        switch table {
        case .members: request.members.append(try record.with(columns) { fields in try Member(fields) })
        case .packages: request.packages.append(try record.with(columns) { fields in try MemberPackage(fields) })
        case .leads: request.leads.append(try record.with(columns) { fields in try Lead(fields) })
        }
    }

    private func forgetGone(_ table: CRMTable) async throws {
        try await store.write { [turn] in try $0.run(CRMQuery.forgetGone, turn.workspace, table, Self.last) }
    }

    /// A view that answers nearly nothing is broken more often than a business is: then nobody is removed.
    private func removeGone(_ place: inout CRMPlace) async throws {
        let (table, rows) = (place.status.table, place.status.rows)
        let count: Int = try await store.read { [turn] in
            try $0.first(CRMQuery.countGone, turn.workspace, table)?.get("count") ?? 0
        }
        guard turn.acceptsRemovals || (rows > 0 && count <= max(Self.removals, rows)) else {
            place.status.withheld = count
            return try await forgetGone(table)
        }
        while place.status.removed < count {
            let removed = try await removeSome(table)
            guard removed > 0 else { return }
            place.status.removed += removed
        }
    }

    private func removeSome(_ table: CRMTable) async throws -> Int {
        let occasion = Occasion(workspace: workspace, now: now(), offset: people.offset)
        return try await store.write { [turn, people] transaction in
            try turn.hold(at: occasion.now, transaction)
            let ids: [String] = try transaction.rows(CRMQuery.gone, turn.workspace, table, CRMReading.page).map {
                try $0.get(0)
            }
            guard let last = ids.last else { return 0 }
            try people.remove(ids, of: table, on: occasion, transaction)
            try transaction.run(CRMQuery.forgetGone, turn.workspace, table, last)
            return ids.count
        }
    }
}

extension CRMTableStatus {
    /// - Parameter ids: of the rows that were handed over, in order.
    fileprivate mutating func add(_ report: UpsertReport, ids: [String]) {
        created += report.created
        updated += report.updated
        refused += ids.count - report.created - report.updated - report.unchanged
        guard problem == nil, let first = report.problems.first else { return }
        let id = ids.indices.contains(first.row - 1) ? ids[first.row - 1] : "?"
        problem = "\(id): \(first.field) \(first.message)"
    }

    fileprivate mutating func refuse(_ id: String?, _ field: String, _ message: String) {
        refused += 1
        problem = problem ?? "\(id ?? "?"): \(field) \(message)"
    }
}
