package import Bus
package import Runtime
package import Store

/// What a service is made of.
package struct ServiceParts: Sendable {
    /// Its tables.
    package let migrations: [Migration]
    /// What it listens to and answers.
    package let contents: Contents
    /// Its long-lived parts, made when its tables are up to date; each may use those before it and the bus. They stop
    /// in reverse order, the bus last.
    package let services: @Sendable (Bus) async throws -> [any Service]

    package init(
        migrations: [Migration],
        contents: Contents = Contents(),
        services: @escaping @Sendable (Bus) async throws -> [any Service] = { _ in [] }
    ) {
        self.migrations = migrations
        self.contents = contents
        self.services = services
    }
}
