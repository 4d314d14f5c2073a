import Bus
import CSV
import Contracts
import Runtime

/// People in bulk on their way to enrichment, some hundreds at a time, so that an upload of any length takes the same
/// memory.
struct PeopleUpload<Item: PeopleRow>: Sendable {
    /// Rows in one request to enrichment.
    static var batch: Int { 500 }
    /// How often others are told how far it came.
    private static var notePause: Duration { .seconds(1) }

    private let country: String?
    private let apply: @Sendable (UpsertPeople) async throws -> UpsertReport
    private let note: @Sendable (ImportReport) async throws -> Void
    private(set) var report: ImportReport
    private var waiting: [Item] = []
    /// The row number of each that waits.
    private var numbers: [Int] = []
    private var notedAt = ContinuousClock.now

    /// - Parameters:
    ///   - country: of the workspace; nil for the deployment's.
    ///   - apply: takes a batch of rows.
    ///   - note: is told how far it came, now and then.
    init(
        _ report: ImportReport,
        country: String? = nil,
        apply: @escaping @Sendable (UpsertPeople) async throws -> UpsertReport,
        note: @escaping @Sendable (ImportReport) async throws -> Void
    ) {
        self.report = report
        self.country = country
        self.apply = apply
        self.note = note
    }

    mutating func take(_ row: CSVRow) async throws {
        guard row.isText else {
            let hint = "is not UTF-8; if the file is Windows-1252, send it with ?encoding=windows-1252"
            return reject(row.number, FieldProblem("row", hint))
        }
        do {
            try await take(Item { row[$0] }, number: row.number)
        } catch let problem as FieldProblem {
            reject(row.number, problem)
        }
    }

    mutating func take(_ item: Item, number: Int) async throws {
        report.rows += 1
        waiting.append(item)
        numbers.append(number)
        if waiting.count == Self.batch { try await flush() }
    }

    /// Sends what waits.
    mutating func flush() async throws {
        guard !waiting.isEmpty else { return }
        var request = Item.request(waiting)
        request.country = country
        request.dryRun = report.dryRun ? true : nil
        report.add(try await apply(request), numbers: numbers)
        waiting = []
        numbers = []
        try await tell()
    }

    /// Tells others how far it came, now and then.
    mutating func tell() async throws {
        guard notedAt.duration(to: .now) >= Self.notePause else { return }
        notedAt = .now
        try await note(report)
    }

    /// Counts a row that cannot be read.
    mutating func reject(_ row: Int, _ problem: FieldProblem) {
        report.rows += 1
        report.refused += 1
        report.add(UpsertReport.RowProblem(row: row, field: problem.field, message: problem.message))
    }
}
