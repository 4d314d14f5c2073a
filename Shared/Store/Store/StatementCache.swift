/// What a connection has prepared: statements of files for good, composed ones up to a limit.
package struct StatementCache<Prepared> {
    @usableFromInline var named: [ObjectIdentifier: (statement: Statement, prepared: Prepared)] = [:]
    @usableFromInline var composed: [String: Prepared] = [:]
    private let limit: Int

    /// - Parameter limit: how many composed statements are kept; past it all of them go.
    package init(limit: Int = 64) {
        self.limit = limit
    }

    /// Inlined, since it is asked for each statement that runs.
    @inlinable package subscript(statement: Statement) -> Prepared? {
        statement.isComposed ? composed[statement.sql] : named[ObjectIdentifier(statement)]?.prepared
    }

    /// - Returns: what had to go to make room.
    @discardableResult
    package mutating func keep(_ prepared: Prepared, for statement: Statement) -> [Prepared] {
        guard statement.isComposed else {
            named[ObjectIdentifier(statement)] = (statement, prepared)
            return []
        }
        var evicted: [Prepared] = []
        if composed.count >= limit {
            evicted = Array(composed.values)
            composed = [:]
        }
        composed[statement.sql] = prepared
        return evicted
    }

    package mutating func removeAll() {
        named = [:]
        composed = [:]
    }
}
