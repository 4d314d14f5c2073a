import Contracts

/// What an upload of people did. Each row is taken on its own: it is in as a whole or not at all, whatever becomes of
/// the others, and one that comes again changes nothing.
struct ImportReport: Codable, Hashable, Sendable {
    /// The most problems that are told; all are counted.
    static let limit = 1_000

    /// `GET /api/imports/{id}` shows it while it runs, and after.
    var importId: String
    /// Whether this is what would be done, and nothing was.
    var dryRun: Bool
    /// All that came, the header of a CSV not counted.
    var rows = 0
    var created = 0
    var updated = 0
    var unchanged = 0
    /// Rows with something wrong: none of them was taken.
    var refused = 0
    /// The first 1,000.
    var problems: [UpsertReport.RowProblem] = []
    /// How many more there were.
    var problemsLeftOut = 0

    init(importId: String, dryRun: Bool) {
        self.importId = importId
        self.dryRun = dryRun
    }

    mutating func add(_ problem: UpsertReport.RowProblem) {
        if problems.count < Self.limit { problems.append(problem) } else { problemsLeftOut += 1 }
    }

    /// Adds what a batch of rows did.
    /// - Parameter numbers: of the rows, in order.
    mutating func add(_ done: UpsertReport, numbers: [Int]) {
        created += done.created
        updated += done.updated
        unchanged += done.unchanged
        refused += Set(done.problems.map(\.row)).count
        for var problem in done.problems where numbers.indices.contains(problem.row - 1) {
            problem.row = numbers[problem.row - 1]
            add(problem)
        }
    }
}
