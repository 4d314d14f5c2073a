import Bus
import Contracts
import Store

/// How long each workspace keeps its files.
struct RetentionRules: Sendable {
    private static let bounds = 1...3650

    func show(_ request: ShowRetention, _ context: RequestContext, _ reader: any Reader) throws -> MediaRetention {
        var retention = MediaRetention()
        for row in try reader.rows(RetentionQuery.rulesOf, context.workspace) {
            retention[try row.get("class")] = try row.get("days")
        }
        return retention
    }

    func set(
        _ request: SetRetention,
        _ context: RequestContext,
        _ transaction: any Transaction
    ) throws -> MediaRetention {
        let problems = MediaClass.allCases.compactMap { group -> FieldProblem? in
            guard let days = request.retention[group], !Self.bounds.contains(days) else { return nil }
            return FieldProblem(
                group.rawValue,
                "must be from \(Self.bounds.lowerBound) to \(Self.bounds.upperBound) days"
            )
        }
        guard problems.isEmpty else { throw Problem.invalid(problems) }
        try transaction.run(RetentionQuery.removeRules, context.workspace)
        for group in MediaClass.allCases {
            guard let days = request.retention[group] else { continue }
            try transaction.run(RetentionQuery.addRule, context.workspace, group, days)
        }
        return request.retention
    }
}
