/// One consistent view of the database; it lives only inside the closure that it is handed to.
package protocol Reader: AnyObject {
    var engine: StoreEngine { get }

    func rows(of statement: Statement, _ arguments: [any SQLBindable]) throws(StoreError) -> [Row]
}

extension Reader {
    package func rows<Query: StatementName>(
        _ query: Query,
        _ arguments: any SQLBindable...
    ) throws(StoreError) -> [Row] {
        try rows(of: statement(query), arguments)
    }

    package func rows<Query: StatementName>(
        _ query: Query,
        arguments: [any SQLBindable]
    ) throws(StoreError) -> [Row] {
        try rows(of: statement(query), arguments)
    }

    /// For SQL put together from fixed fragments, such as the filters of a list; values are bound, never written in.
    package func rows(sql: String, arguments: [any SQLBindable] = []) throws(StoreError) -> [Row] {
        try rows(of: .composed(sql), arguments)
    }

    package func first<Query: StatementName>(
        _ query: Query,
        _ arguments: any SQLBindable...
    ) throws(StoreError) -> Row? {
        try rows(of: statement(query), arguments).first
    }

    package func first<Query: StatementName>(
        _ query: Query,
        arguments: [any SQLBindable]
    ) throws(StoreError) -> Row? {
        try rows(of: statement(query), arguments).first
    }

    package func first(sql: String, arguments: [any SQLBindable] = []) throws(StoreError) -> Row? {
        try rows(of: .composed(sql), arguments).first
    }

    func statement<Query: StatementName>(_ query: Query) throws(StoreError) -> Statement {
        try Query.file.statement(query.rawValue, for: engine)
    }
}
