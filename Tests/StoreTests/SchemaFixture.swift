import Store
import Synchronization

/// The tables that the tests of the store use.
enum Fixture {
    static let migrations = [
        Migration(
            version: 1,
            name: "note",
            bytes: Array(
                """
                -- Notes; with a ';' in a comment.
                CREATE TABLE note (
                    id INTEGER PRIMARY KEY,
                    body TEXT,
                    size REAL,
                    bytes BLOB,
                    CONSTRAINT note_size_positive CHECK (size > 0)
                );
                CREATE TABLE remark (
                    id TEXT PRIMARY KEY,
                    note INTEGER NOT NULL REFERENCES note (id) ON DELETE CASCADE,
                    word TEXT NOT NULL DEFAULT 'a; b ? BLOB'
                );
                """.utf8
            )
        )
    ]

    static let statements = Array(
        """
        -- Before the first name nothing counts.
        -- name: add-note
        INSERT INTO note (id, body) VALUES (?, ?);

        -- name: body
        -- Does a comment's '?' count? It does not.
        SELECT body FROM note WHERE id = ?1;
        -- name: count
        SELECT count(*) AS count FROM note
        -- name: engine-word (sqlite)
        SELECT 'sqlite' AS word
        -- name: engine-word (postgres)
        SELECT 'postgres' AS word
        """.utf8
    )
}

enum NoteQuery: String, StatementName {
    case add = "add-note"
    case body
    case count
    case engineWord = "engine-word"

    static let file = StatementFile(Fixture.statements)
}

/// What came, in order.
final class Record<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    func add(_ element: Element) { elements.withLock { $0.append(element) } }
    var all: [Element] { elements.withLock { $0 } }
}
