/// Why a table of the workspace's own database is not read.
enum CRMError: Error, Hashable {
    /// Another instance reads by now.
    case taken
    /// The query answers none of these columns.
    case noColumn([String])
    /// The query takes more than one value.
    case values(Int)
    /// The query takes a moment, and answers no column from which the next one could be known.
    case noMoment
}

extension CRMError: CustomStringConvertible {
    var description: String {
        switch self {
        case .taken: "another instance reads by now"
        case .noColumn(let names): "the query must answer a column \(names.joined(separator: " or "))"
        case .values(let count): "the query takes \(count) values; $1 alone is known, the moment from which on"
        case .noMoment: "a query with $1 must answer a column updated_at of type timestamp or timestamptz"
        }
    }
}
