/// Why the store did not do what it was asked.
@usableFromInline package enum StoreError: Error, Hashable, Sendable {
    /// A rule of the schema stands against it. The text is the engine's: the columns in SQLite, the name in PostgreSQL.
    case constraint(ConstraintKind, String)
    /// The engine refused: its code (`1`, `42P01`), the call, its text.
    case engine(code: String, function: String, text: String)
    /// The database cannot be reached. Nothing was written; try again.
    case unavailable(String)
    /// The connection broke while it committed: the write is either whole or not there.
    case outcomeUnknown(String)
    /// A column is missing or holds something else: its name, and what is wrong.
    case column(String, String)
    /// No statement of this name is in its file.
    case unknownStatement(String)
    /// A value that the engine cannot keep, or too few or too many of them.
    case argument(String)
    /// The database is at a version that this program does not know: a newer one has been here.
    case newerSchema(component: String, found: Int, known: Int)
    /// A migration is not the one that was applied under its number.
    case migrationChanged(component: String, version: Int)
    /// Migrations are not numbered 1, 2, 3 and so on.
    case migrationOrder(component: String, version: Int)
    /// The store is closed, or the transaction is over.
    case closed
}

/// The rules that a schema can hold.
@usableFromInline package enum ConstraintKind: String, Sendable {
    /// A primary key or a unique index.
    case unique
    case foreignKey
    case notNull
    case check
    case other
}

extension StoreError: CustomStringConvertible {
    @usableFromInline package var description: String {
        switch self {
        case .constraint(let kind, let name): "a \(kind.rawValue) constraint stands against it: \(name)"
        case .engine(let code, let function, let text): "\(function) failed with \(code): \(text)"
        case .unavailable(let text): "the database cannot be reached: \(text)"
        case .outcomeUnknown(let text): "the connection broke while it committed: \(text)"
        case .column(let name, let text): "column \(name) \(text)"
        case .unknownStatement(let name): "there is no statement named \(name)"
        case .argument(let text): text
        case .newerSchema(let component, let found, let known):
            "the tables of \(component) are at version \(found), and this program knows them up to \(known): "
                + "start the newer program, or restore a copy of the data from before it ran"
        case .migrationChanged(let component, let version):
            "migration \(version) of \(component) was applied in another form: a migration is never edited"
        case .migrationOrder(let component, let version): "migration \(version) of \(component) is out of order"
        case .closed: "the store is closed, or the transaction is over"
        }
    }
}
