import Bus
import Contracts
import FoundationEssentials
import HTTPClient
import JSON
import Runtime
@testable import ServiceHost
import Store
import Synchronization

/// One run of a service inside the test, with a folder of its own and a record of what it says.
final class TestProcess: Sendable {
    let folder: String
    let stop = StopSignal([])
    private let lines = Mutex<[String]>([])

    init(folder: String? = nil) {
        self.folder =
            folder
            ?? FileManager.default.temporaryDirectory.appending(path: "host-\(UInt32.random(in: 0...(.max)))").path
    }

    /// Log lines, sentences and help, in order.
    var said: [String] { lines.withLock { $0 } }

    func process(
        _ variables: [String: String] = [:],
        parts: @escaping @Sendable (Host<String>) async throws -> ServiceParts = { _ in ServiceParts(migrations: []) }
    ) -> ServiceProcess<String> {
        let base = ["MYNAH_DATA": folder, "MYNAH_OPS_PORT": "0", "MYNAH_LOG_LEVEL": "debug", "COLOUR": "red"]
        return ServiceProcess(
            service: .media,
            environment: Environment(base.merging(variables) { $1 }),
            stop: stop,
            output: { self.add($0) },
            errors: { self.add($0) },
            configuration: { $0.string("COLOUR", help: "The colour of it.") },
            parts: parts
        )
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The first log line with this message and part, once it is there.
    func logged(_ message: String, part: String? = nil) async throws -> JSONValue {
        while true {
            for line in said {
                guard let root = try? JSONDocument(line).root, root["message"].string == message else { continue }
                if part == nil || root["metadata"]["part"].string == part { return root }
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// The port that the ops server took.
    func opsPort() async throws -> Int {
        try await logged("listening", part: "ops")["metadata"]["port"].int ?? 0
    }

    func get(_ path: String) async throws -> (status: Int, body: JSONValue) {
        let client = HTTPClient()
        let response = try await client.send(HTTPClientRequest("GET", "http://127.0.0.1:\(try await opsPort())\(path)"))
        await client.shutdown()
        return (response.status, (try? JSONDocument(response.body).root) ?? .missing)
    }

    /// What `/readyz` says it waits for.
    func waitsFor() async throws -> [String] {
        try await get("/readyz").body["waitingFor"].array.compactMap(\.string)
    }

    func untilStoreIsOpen() async throws {
        while try await waitsFor().contains("store") { try await Task.sleep(for: .milliseconds(5)) }
    }

    private func add(_ line: String) {
        lines.withLock { $0.append(line) }
    }
}
