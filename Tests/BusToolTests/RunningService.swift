import Bus
import Contracts
import Crypto
import FoundationEssentials
import Glibc
import Runtime
import ServiceHost
import SQLiteStore
import Store
import Synchronization
import Testing
@testable import bus_tool

/// How the service and the tool meet in a test.
enum Way: String, CaseIterable, Sendable {
    case ipc, tcp
}

/// A conversations service with one tag, and tools beside it.
final class RunningService: Sendable {
    static let workspace = WorkspaceID(trusted: "w1")
    private static let key = String(repeating: "5a", count: 32)

    let bus: Bus
    let stop = StopSignal([])
    private let store: any Store
    private let outbox = Outbox(.conversations)
    private let folder: String
    private let variables: [String: String]
    private let lines = Mutex<[String]>([])

    init(_ way: Way) async throws {
        folder = "/tmp/bus-tool-\(UInt32.random(in: 0...(.max)))"
        try Folder.makeWritable(folder)
        let ports = Self.freePorts(2)
        let transport: BusConfiguration.Transport
        switch way {
        case .ipc:
            transport = .ipc(folder: folder + "/bus")
            variables = ["MYNAH_DATA": folder]
        case .tcp:
            let keys = try ClusterKey(hex: Self.key, source: "test").curveKeyPair("bus")
            transport = .tcp(bind: "127.0.0.1:\(ports[0])", peers: ["127.0.0.1:\(ports[1])"], keys: keys)
            variables = [
                "MYNAH_DATA": folder, "MYNAH_CLUSTER_KEY": Self.key, "MYNAH_BUS": "tcp://127.0.0.1:\(ports[1])",
                "MYNAH_BUS_PEERS": "tcp://localhost:\(ports[0])",
            ]
        }
        store = try await SQLiteStore(path: folder + "/store.sqlite")
        try await store.migrate("bus", Bus.migrations)
        bus = Bus(
            BusConfiguration(transport),
            service: .conversations,
            store: store,
            outbox: outbox,
            contents: Self.contents,
            logger: .silent,
            metrics: Metrics(),
            readiness: Readiness()
        )
    }

    private static var contents: Contents {
        var contents = Contents()
        contents.answer(ListTags.self) { (_, context, _: any Reader) in
            guard context.workspace == workspace else { throw Problem.notFound("workspace") }
            let tag = Tag(id: TagID(trusted: "t1"), name: "VIP", description: nil, color: "red", order: 1, active: true)
            return Page(items: [tag], nextCursor: nil)
        }
        contents.perform(DeleteTag.self) { _, _, _ in throw Problem.notFound("tag") }
        return contents
    }

    /// Tells events, all in one lane.
    func tell(_ count: Int) async throws {
        try await store.write { [outbox] transaction in
            for _ in 0..<count {
                try outbox.emit(TagsChanged(tags: []), workspace: Self.workspace, in: transaction)
            }
        }
    }

    /// What the tools have printed so far.
    var printed: [String] { lines.withLock { $0 } }

    func tool(_ arguments: [String]) async throws -> ServiceExit {
        let tool = Tool(
            environment: Environment(variables),
            stop: stop,
            output: { line in self.lines.withLock { $0.append(line) } },
            errors: { line in self.lines.withLock { $0.append(line) } }
        )
        return try await BlockingQueue("tool").run { tool.run(arguments) }
    }

    /// Runs a tool to its end.
    func expect(_ status: ServiceExit, from arguments: [String], at place: SourceLocation = #_sourceLocation)
        async throws
    {
        let found = try await tool(arguments)
        #expect(found == status, sourceLocation: place)
    }

    /// Runs the service as long as the body takes.
    func run(_ body: () async throws -> Void) async throws {
        let running = Task { try await bus.run() }
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        stop.raise()
        running.cancel()
        _ = try? await running.value
        await store.close()
        try? FileManager.default.removeItem(atPath: folder)
        try result.get()
    }

    /// What is printed, once there is enough of it.
    func printed(_ isEnough: ([String]) -> Bool) async throws -> [String] {
        while !isEnough(printed) { try await Task.sleep(for: .milliseconds(10)) }
        return printed
    }

    /// What is left of the tools in the folder where services meet.
    var sockets: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/bus")) ?? []
        return names.filter { $0.hasPrefix("tool-") }
    }

    private static func freePorts(_ count: Int) -> [UInt16] {
        let sockets = (0..<count).map { _ in socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
        defer { for socket in sockets { close(socket) } }
        return sockets.map { socket in
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            return withUnsafeMutablePointer(to: &address) { address in
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    bind(socket, address, size)
                    getsockname(socket, address, &size)
                }
                return UInt16(bigEndian: address.pointee.sin_port)
            }
        }
    }
}
