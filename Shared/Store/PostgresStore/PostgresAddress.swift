import CPostgres
import Store

/// Where a server is and which schema of it is ours.
struct PostgresAddress: Sendable {
    /// It may hold a password: never log it.
    let url: String
    /// Nil for a database of somebody else, which is only read.
    let schema: String?

    init(url: String, schema: String) throws(StoreError) {
        try Self.check(url)
        let isName = schema.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || byte == UInt8(ascii: "_")
        }
        guard isName, (1...63).contains(schema.utf8.count) else { throw .argument("not a schema name: \(schema)") }
        self.url = url
        self.schema = schema
    }

    /// A database of somebody else.
    init(readOnly url: String) throws(StoreError) {
        try Self.check(url)
        self.url = url
        schema = nil
    }

    private static func check(_ url: String) throws(StoreError) {
        var problem: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(url, &problem)
        defer {
            PQconninfoFree(options)
            PQfreemem(problem)
        }
        guard options != nil, url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else {
            let text = problem.map { String(cString: $0) } ?? "it does not begin with postgres://"
            throw .argument("not the URL of a PostgreSQL server: \(text)")
        }
    }

    /// For libpq; what the URL says itself goes before these.
    var defaults: [(String, String)] {
        [
            ("connect_timeout", schema == nil ? "5" : "3"), ("keepalives_idle", "5"), ("keepalives_interval", "2"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "10000"),
            ("application_name", "mynah \(schema ?? "reader")"), ("client_encoding", "UTF8"),
        ]
    }

    /// Run first on every connection. The server lets go of a client that has vanished, or was stopped in the middle of a
    /// transaction, within some 10 s, and finds a deadlock soon where the role may say so. Statements are short: to
    /// compile one, or to start workers for it, takes longer than it saves. Nothing is set in a database of somebody else.
    var settings: String {
        guard let schema else { return "" }
        return """
            SET client_min_messages = warning;
            SET statement_timeout = '60s';
            SET jit = off; SET max_parallel_workers_per_gather = 0;
            SET idle_in_transaction_session_timeout = '10s';
            SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;
            SET tcp_user_timeout = 10000;
            DO $$ BEGIN PERFORM set_config('deadlock_timeout', '100ms', false);
            EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;
            DO $$ BEGIN IF to_regnamespace('\(schema)') IS NULL THEN CREATE SCHEMA "\(schema)"; END IF;
            EXCEPTION WHEN duplicate_schema OR unique_violation THEN NULL; END $$;
            SET search_path TO "\(schema)";
            """
    }
}
