extension Transaction {
    /// Lets one instance at a time do what has a name: the next waits here until the transaction of the one before has
    /// ended, and sees all of it. It is the first thing in a transaction. Of SQLite there is one instance.
    package func takeTurn(_ name: String) throws(StoreError) {
        guard engine == .postgres else { return }
        _ = try rows(
            sql: "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.' || ?))",
            arguments: [name]
        )
    }
}
