import Foundation
import PostgresStore
import SQLiteStore
package import Store

extension StoreEngine {
    /// Both, or SQLite alone when `MYNAH_TEST_POSTGRES` names no server.
    package static var underTest: [StoreEngine] {
        StorePlace.server == nil ? [.sqlite] : [.sqlite, .postgres]
    }
}

/// Where the tables of one test are: a folder or a schema of its own, which can be opened again and again.
package struct StorePlace: Sendable {
    package let engine: StoreEngine
    /// A file in a new folder for SQLite, a schema for PostgreSQL.
    package let name: String

    /// `postgres://…` of a server for tests.
    package static let server = ProcessInfo.processInfo.environment["MYNAH_TEST_POSTGRES"]

    package init(_ engine: StoreEngine) throws {
        self.engine = engine
        let unique = UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        switch engine {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mynah-test-\(unique)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            name = folder.appendingPathComponent("store.sqlite").path
        case .postgres:
            name = "test_\(unique)"
        }
    }

    package func open() async throws -> any Store {
        switch engine {
        case .sqlite: try await SQLiteStore(path: name)
        case .postgres: try PostgresStore(url: Self.server ?? "", schema: name, connections: 6)
        }
    }

    /// Removes all of it; every store of it is closed.
    package func remove() async {
        switch engine {
        case .sqlite:
            try? FileManager.default.removeItem(atPath: (name as NSString).deletingLastPathComponent)
        case .postgres:
            guard let store = try? await open() else { return }
            _ = try? await store.write { try $0.run(script: "DROP SCHEMA \"\(name)\" CASCADE") }
            await store.close()
        }
    }
}

/// Runs a test on a new, empty store and removes it afterwards.
package func withStore<Value>(
    _ engine: StoreEngine,
    _ test: (any Store) async throws -> Value
) async throws -> Value {
    let place = try StorePlace(engine)
    let store = try await place.open()
    let result: Result<Value, any Error>
    do {
        result = .success(try await test(store))
    } catch {
        result = .failure(error)
    }
    await store.close()
    await place.remove()
    return try result.get()
}
