import Contracts

extension Problem {
    /// 409 `conflict` with who and when (ruling 10).
    /// - Parameters:
    ///   - what: the beginning of a sentence.
    ///   - name: empty when no person did it, or nobody knows.
    static func outdated(
        _ what: String,
        at version: Int,
        changedBy name: String,
        changedAt moment: Timestamp
    ) -> Problem {
        let by = name.isEmpty ? "" : " by \(name)"
        let detail = "\(what) was changed\(by) at \(moment.text); the version is \(version) now. Look at it again."
        var problem = Problem(409, "conflict", detail)
        problem.changedBy = name.isEmpty ? nil : name
        problem.changedAt = moment
        return problem
    }
}
