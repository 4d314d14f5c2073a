import Contracts
import PostgresStore
import Runtime
import SQLiteStore
import Store

/// Opens the store that the configuration names.
struct StoreOpening: Sendable {
    let choice: CommonConfiguration.StoreChoice
    let folder: String
    let service: ServiceName

    /// SQLite: a file named after the service; a second process stands by until the first one ends.
    /// PostgreSQL: a schema named after the service.
    func open(logger: Logger) async throws -> any Store {
        switch choice {
        case .sqlite:
            try await SQLiteStore(path: "\(folder)/\(service.rawValue).sqlite") {
                logger.warning("another process has the store; standing by until it ends")
            }
        case .postgres(let url): try PostgresStore(url: url, schema: service.rawValue)
        }
    }
}
