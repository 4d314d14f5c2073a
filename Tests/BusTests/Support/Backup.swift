import Bus
import Store

/// A copy of a node's tables, beside them in the same store, but for who holds which lane.
struct Backup {
    private let store: any Store
    private let tables: [String]

    init(of node: Node) async throws {
        store = node.store
        let heads = store.engine == .postgres ? ["outbox_head"] : []
        tables = ["origin", "outbox", "consumer", "cursor", "answered", "dead_letter", "seen", "total"] + heads
        try await run { "CREATE TABLE copy_of_\($0) AS SELECT * FROM \($0);" }
    }

    /// Puts the tables back as they were.
    func restore() async throws {
        try await run { "DELETE FROM \($0); INSERT INTO \($0) SELECT * FROM copy_of_\($0);" }
    }

    private func run(_ script: (String) -> String) async throws {
        let script = tables.map(script).joined(separator: "\n")
        try await store.write { try $0.run(script: script) }
    }
}
