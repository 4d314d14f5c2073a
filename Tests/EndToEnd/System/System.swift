import Contracts
import Foundation
import HTTPClient
import JSON
import Store
import Synchronization
import Testing

/// The five services and a WAHA simulator as real processes, with a folder, ports and a database of their own.
final class System: Sendable {
    let setup: Setup
    let folder: String
    let group: ProcessGroup
    let client = HTTPClient(connectionsPerHost: 64)
    let database: Database?
    let httpPort: Int
    let mediaPort: Int
    let wahaPort: Int
    let opsPorts: [Instance: Int]
    /// Those that should run; what ends by itself stays here and is a failure.
    private let running = Mutex<[Instance: SpawnedProcess]>([:])

    private init(_ setup: Setup) async throws {
        self.setup = setup
        let name = "mynah_e2e_\(UInt32.random(in: 0...(.max)))"
        folder = "/tmp/\(name)"
        group = try ProcessGroup()
        database = setup.engine == .postgres ? try await Database(named: name, in: group) : nil
        (httpPort, mediaPort, wahaPort) = (try Ports.free(), try Ports.free(), try Ports.free())
        let instances = Set(setup.instances + Instance.one)
        opsPorts = try Dictionary(uniqueKeysWithValues: instances.map { ($0, try Ports.free()) })
        try FileManager.default.createDirectory(atPath: folder + "/logs", withIntermediateDirectories: true)
    }

    /// Runs a system for the time of a test, and removes all of it afterwards, whatever happens.
    ///
    /// `MYNAH_TEST_KEEP=1` leaves the folder with its tables and logs.
    static func run<Value>(_ setup: Setup = Setup(), _ test: (System) async throws -> Value) async throws -> Value {
        let system = try await System(setup)
        let result: Result<Value, any Error>
        do {
            try await system.begin()
            result = .success(try await test(system))
        } catch {
            system.showLogs()
            result = .failure(error)
        }
        await system.remove()
        return try result.get()
    }

    /// Starts the simulator and all services, and waits until they are ready.
    private func begin() async throws {
        try await startSimulator()
        for instance in setup.instances { try start(instance) }
        for instance in setup.instances { try await awaitReady(instance) }
        if setup.instances.contains(.gateway) { try await awaitSession() }
    }

    /// Waits until the gateway knows that it can send.
    private func awaitSession() async throws {
        let api = try await signIn()
        _ = try await eventually("the gateway knows that the session works") {
            try await api.value(api.get("/api/waha/session/info"))["status"].string == "WORKING" ? true : nil
        }
    }

    func process(_ instance: Instance) -> SpawnedProcess? {
        running.withLock { $0[instance] }
    }

    func keep(_ process: SpawnedProcess, as instance: Instance) {
        running.withLock { $0[instance] = process }
    }

    /// The process is about to end, and may.
    func forget(_ instance: Instance) -> SpawnedProcess? {
        running.withLock { $0.removeValue(forKey: instance) }
    }

    private func remove() async {
        let ended = running.withLock { $0.filter { !$0.value.isRunning }.keys }
        for instance in ended { Issue.record("\(instance) ended by itself; see its log") }
        await group.end()
        await client.shutdown()
        if let database, let dropping = try? ProcessGroup() { try? await database.drop(in: dropping) }
        if ProcessInfo.processInfo.environment["MYNAH_TEST_KEEP"] == "1" {
            print("kept: \(folder)")
        } else {
            try? FileManager.default.removeItem(atPath: folder)
        }
    }
}
