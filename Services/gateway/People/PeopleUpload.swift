import Bus
import CSV
import Contracts

/// People in bulk on their way to enrichment, some hundreds at a time, so that an upload of any length takes the same
/// memory.
struct PeopleUpload<Item: PeopleRow>: Sendable {
    /// Rows in one request to enrichment.
    static var batch: Int { 500 }
    /// Problems in one report; the rest is counted by nobody.
    static var problemLimit: Int { 1_000 }

    let bus: Bus
    let workspace: WorkspaceID
    private(set) var report = UpsertReport()
    private var waiting: [Item] = []
    /// The row number of each that waits.
    private var numbers: [Int] = []

    init(bus: Bus, workspace: WorkspaceID) {
        self.bus = bus
        self.workspace = workspace
    }

    mutating func take(_ row: CSVRow) async throws {
        guard row.isText else { return reject(row.number, FieldProblem("row", "is not UTF-8")) }
        do {
            try await take(Item(row), number: row.number)
        } catch let problem as FieldProblem {
            reject(row.number, problem)
        }
    }

    mutating func take(_ item: Item, number: Int) async throws {
        waiting.append(item)
        numbers.append(number)
        if waiting.count == Self.batch { try await flush() }
    }

    /// Sends what waits.
    mutating func flush() async throws {
        guard !waiting.isEmpty else { return }
        let done = try await bus.ask(Item.request(waiting), workspace: workspace, within: .seconds(30))
        report.addCounts(of: done)
        for problem in done.problems where numbers.indices.contains(problem.row - 1) {
            reject(numbers[problem.row - 1], FieldProblem(problem.field, problem.message))
        }
        waiting = []
        numbers = []
    }

    private mutating func reject(_ row: Int, _ problem: FieldProblem) {
        guard report.problems.count < Self.problemLimit else { return }
        report.problems.append(UpsertReport.RowProblem(row: row, field: problem.field, message: problem.message))
    }
}

extension UpsertReport {
    /// Adds the report on further rows of the same upload.
    mutating func add(_ further: UpsertReport) {
        addCounts(of: further)
        problems += further.problems.prefix(max(0, 1_000 - problems.count))
    }

    mutating func addCounts(of further: UpsertReport) {
        created += further.created
        updated += further.updated
        unchanged += further.unchanged
    }
}
