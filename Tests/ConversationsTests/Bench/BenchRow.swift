import Foundation
import Runtime
import Store

/// The inbox that is measured, and a small one beside it.
struct BenchDesks {
    let large: Desk
    let small: Desk
}

/// What one request costs: beside the bare SQL of its answer, then beside the same request in the small inbox.
struct BenchRow: CustomStringConvertible {
    let name: String
    let beside: [Double]
    let sizes: [Double]
    let rows: (large: Int, small: Int)

    static let header = line(
        "request, milliseconds",
        ["p50", "p99", "bare p50", "bare p99", "ratio", "p50", "small p50", "ratio", "rows", "small rows"]
    )

    /// - Parameters:
    ///   - bare: what the answer needs of the large inbox.
    ///   - whole: the request; gives how many rows its answer has.
    init(
        _ name: String,
        _ desks: BenchDesks,
        bare: () async throws -> Void,
        whole: (Desk) async throws -> Int
    ) async throws {
        self.name = name
        beside = try await Self.times({ _ = try await whole(desks.large) }, bare)
        sizes = try await Self.times({ _ = try await whole(desks.large) }, { _ = try await whole(desks.small) })
        rows = (try await whole(desks.large), try await whole(desks.small))
    }

    var description: String {
        let figures = [
            beside[0], beside[1], beside[2], beside[3], beside[0] / beside[2], sizes[0], sizes[2], sizes[0] / sizes[2],
        ]
        return Self.line(name, figures.map { String(format: "%.3f", $0) } + ["\(rows.large)", "\(rows.small)"])
    }

    /// Measures both by turns, so that the machine's noise is in both, for half a minute at most.
    /// - Returns: the median and the 99th percentile of each, in milliseconds.
    private static func times(
        _ one: () async throws -> Void,
        _ other: () async throws -> Void
    ) async throws -> [Double] {
        var (ones, others): ([Double], [Double]) = ([], [])
        let end = ContinuousClock.now + .seconds(30)
        repeat {
            ones.append(try await time(one))
            // What took longer than a statement may would do so again.
            if others.last != .infinity { others.append(try await time(other)) }
        } while ones.count < BenchSize.rounds && ContinuousClock.now < end
        return [ones, others].map { $0.sorted() }.flatMap { [$0[$0.count / 2], $0[$0.count * 99 / 100]] }
    }

    /// - Returns: milliseconds; infinite for what takes longer than a statement may.
    private static func time(_ work: () async throws -> Void) async throws -> Double {
        let start = ContinuousClock.now
        do {
            try await work()
        } catch StoreError.engine(code: "57014", _, _) {  // PostgreSQL's statement_timeout.
            return .infinity
        }
        return (ContinuousClock.now - start) / .milliseconds(1)
    }

    private static func line(_ name: String, _ cells: [String]) -> String {
        ([name.padded(44)] + cells.map { $0.padded(10) }).joined(separator: " ")
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        padding(toLength: max(width, count), withPad: " ", startingAt: 0)
    }
}
