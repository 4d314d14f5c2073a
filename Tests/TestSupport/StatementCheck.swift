package import Store

/// Has the engine look at every statement of a file, after the migrations.
/// - Throws: ``StoreError`` of the first that is missing or wrong, with its name; ``UnusedStatements`` for those in
///   the file that no case names.
package func checkStatements<Query: StatementName>(_ queries: Query.Type, on store: any Store) async throws {
    var used: Set<String> = []
    for query in Query.allCases {
        let statement = try Query.file.statement(query.rawValue, for: store.engine)
        used.insert(query.rawValue)
        try await store.write { transaction in
            do throws(StoreError) {
                try transaction.check(statement)
            } catch {
                throw WrongStatement(name: query.rawValue, error: error)
            }
        }
    }
    let unused = Query.file.names.filter { name in
        !used.contains(name.split(separator: " ").first.map(String.init) ?? name)
    }
    if !unused.isEmpty { throw UnusedStatements(names: unused) }
}

package struct WrongStatement: Error {
    package let name: String
    package let error: StoreError
}

package struct UnusedStatements: Error, Equatable {
    package let names: Set<String>

    package init(names: Set<String>) {
        self.names = names
    }
}
