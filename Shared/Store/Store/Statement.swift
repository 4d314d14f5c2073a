/// One SQL statement, prepared once per connection.
package final class Statement: Sendable {
    /// What errors call it.
    package let name: String
    /// Portable SQL with `?` or `?1` for values.
    package let sql: String
    /// Composed at run time, so that it is found again by its text.
    package let isComposed: Bool

    init(name: String, sql: String, isComposed: Bool = false) {
        self.name = name
        self.sql = sql
        self.isComposed = isComposed
    }

    /// A statement that is not in a file; kept for as long as it is used.
    package convenience init(_ name: String, _ sql: String) {
        self.init(name: name, sql: sql)
    }

    /// SQL that the caller put together from fixed fragments.
    package static func composed(_ sql: String) -> Statement {
        Statement(name: "composed", sql: sql, isComposed: true)
    }
}

/// The statements of one `.sql` file by name.
///
/// `enum InboxQuery: String, StatementName { case store = "store-message"; static let file = StatementFile(…) }`
package protocol StatementName: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    static var file: StatementFile { get }
}
