import TestSupport

/// A PostgreSQL database of its own, on the server that `MYNAH_TEST_POSTGRES` names.
struct Database: Sendable {
    /// `postgres://user@host:port/name`
    let url: String
    private let name: String
    private let server: String

    /// - Throws: ``Unfit`` when there is no server, or psql does not do as it is told.
    init(named name: String, in group: ProcessGroup) async throws {
        guard let server = StorePlace.server else { throw Unfit("MYNAH_TEST_POSTGRES is not set") }
        self.name = name
        self.server = server
        url = server[..<(server.lastIndex(of: "/") ?? server.endIndex)] + "/\(name)"
        try await Self.run("CREATE DATABASE \(name)", at: server, in: group)
    }

    /// Statements in the database itself.
    func run(_ sql: String, in group: ProcessGroup) async throws {
        try await Self.run(sql, at: url, in: group)
    }

    func drop(in group: ProcessGroup) async throws {
        try await Self.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", at: server, in: group)
    }

    private static func run(_ sql: String, at url: String, in group: ProcessGroup) async throws {
        let end = try await group.spawn(ProcessStart("/usr/bin/psql", ["-qX", url, "-c", sql])).end
        guard end == .exited(0) else { throw Unfit("psql could not do: \(sql)") }
    }
}
