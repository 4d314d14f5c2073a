extension Store {
    /// Brings the tables of a component to the newest version: each migration in a transaction of its own, one
    /// instance at a time.
    /// - Throws: ``StoreError`` when the tables are newer than these migrations, or a migration was edited or fails.
    package func migrate(_ component: String, _ migrations: [Migration]) async throws {
        for (migration, version) in zip(migrations, 1...) where migration.version != version {
            throw StoreError.migrationOrder(component: component, version: migration.version)
        }
        while try await write({ try step(component, migrations, in: $0) }) {}
    }

    /// Applies the next migration.
    /// - Returns: whether there was one.
    private func step(_ component: String, _ migrations: [Migration], in transaction: any Transaction) throws -> Bool {
        if engine == .postgres {
            // An index of many rows takes minutes, and another instance waits for as long.
            _ = try transaction.rows(sql: "SELECT set_config('statement_timeout', '0', true)")
        }
        try transaction.takeTurn("migration")
        try transaction.run(script: Self.table)
        let applied = try transaction.rows(
            sql: "SELECT version, fingerprint FROM migration WHERE component = ? ORDER BY version",
            arguments: [component]
        )
        guard applied.count <= migrations.count else {
            throw StoreError.newerSchema(component: component, found: applied.count, known: migrations.count)
        }
        for (row, migration) in zip(applied, migrations) {
            guard try row.get("fingerprint") == migration.fingerprint else {
                throw StoreError.migrationChanged(component: component, version: migration.version)
            }
        }
        guard applied.count < migrations.count else { return false }
        let next = migrations[applied.count]
        try transaction.run(script: next.script(for: engine))
        try transaction.run(
            sql: "INSERT INTO migration (component, version, name, fingerprint) VALUES (?, ?, ?, ?)",
            arguments: [component, next.version, next.name, next.fingerprint]
        )
        return true
    }

    private static var table: String {
        """
        CREATE TABLE IF NOT EXISTS migration (
            component TEXT NOT NULL,
            version INTEGER NOT NULL,
            name TEXT NOT NULL,
            fingerprint INTEGER NOT NULL,
            PRIMARY KEY (component, version)
        )
        """
    }
}
