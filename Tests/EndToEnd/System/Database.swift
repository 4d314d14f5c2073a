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
        try await run("CREATE DATABASE \(name)", in: group)
    }

    func drop(in group: ProcessGroup) async throws {
        try await run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", in: group)
    }

    private func run(_ sql: String, in group: ProcessGroup) async throws {
        let end = try await group.spawn(ProcessStart("/usr/bin/psql", ["-qX", server, "-c", sql])).end
        guard end == .exited(0) else { throw Unfit("psql could not do: \(sql)") }
    }
}
