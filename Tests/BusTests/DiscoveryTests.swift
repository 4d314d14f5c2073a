import Contracts
import Crypto
import FoundationEssentials
import Glibc
import Runtime
import Store
import Synchronization
import TestSupport
import Testing

@testable import Bus

@Suite(.timeLimit(.minutes(1)))
struct DiscoveryTests {
    private static func keys(_ digit: String) throws -> CurveKeyPair {
        try ClusterKey(hex: String(repeating: digit, count: 64), source: "test").curveKeyPair()
    }

    private func echo(_ store: any Store, _ configuration: BusConfiguration) async throws -> Node {
        try await Node(.conversations, store, configuration) { contents in
            contents.answer(Echo.self) { request, _, _ in Echo.Reply(text: request.text, by: "") }
        }
    }

    /// A port that was free a moment ago.
    private func freePort() -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(socket, address, size)
                _ = getsockname(socket, address, &size)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private func ask(_ callerKeys: CurveKeyPair, _ answererKeys: CurveKeyPair) async throws -> String? {
        let ports = [freePort(), freePort()].map { "localhost:\($0)" }
        let bound = ports.map { $0.replacing("localhost", with: "127.0.0.1") }
        return try await withStore(.sqlite) { asking in
            try await withStore(.sqlite) { answering in
                let caller = try await Node(
                    .gateway,
                    asking,
                    BusConfiguration(.tcp(bind: bound[0], peers: ports, keys: callerKeys))
                )
                let answerer = try await echo(
                    answering,
                    BusConfiguration(.tcp(bind: bound[1], peers: ports, keys: answererKeys))
                )
                return try await running(caller, answerer) {
                    try? await caller.bus.ask(Echo(text: "hello"), workspace: .test, within: .seconds(4)).text
                }
            }
        }
    }

    @Test func `services find each other by name, encrypted`() async throws {
        #expect(try await ask(Self.keys("a"), Self.keys("a")) == "hello")
    }

    @Test func `a peer with another cluster key is refused`() async throws {
        #expect(try await ask(Self.keys("a"), Self.keys("b")) == nil)
    }

    @Test func `a peer without a key hears nothing`() async throws {
        let port = freePort()
        try await withStore(.sqlite) { store in
            let keys = try Self.keys("a")
            let node = try await echo(
                store,
                BusConfiguration(.tcp(bind: "127.0.0.1:\(port)", peers: [], keys: keys))
            )
            try await running(node) {
                try await expectEventually { node.readiness.isReady }
                let context = try MessagingContext()
                let stranger = try MessagingSocket(context, .subscribe)
                try stranger.subscribe("")
                try stranger.connect("tcp://127.0.0.1:\(port)")
                var frames = MessagingFrames()
                let heard = try await eventually(within: .seconds(2)) { frames.receive(from: stranger) }
                #expect(!heard)
            }
        }
    }

    @Test func `a port in use is said in a sentence`() async throws {
        let port = freePort()
        let transport = BusConfiguration.Transport.tcp(bind: "127.0.0.1:\(port)", peers: [], keys: try Self.keys("a"))
        try await withStore(.sqlite) { first in
            try await withStore(.sqlite) { second in
                let node = try await echo(first, BusConfiguration(transport))
                let late = try await echo(second, BusConfiguration(transport))
                try await running(node) {
                    try await expectEventually { node.readiness.isReady }
                    let error = await #expect(throws: BusError.self) { try await late.bus.run() }
                    #expect(
                        error?.description
                            == "The bus cannot listen at tcp://127.0.0.1:\(port): Address already in use."
                    )
                }
            }
        }
    }

    @Test func `a folder that cannot be is said in a sentence`() async throws {
        for folder in ["/proc/no", "/tmp/" + String(repeating: "x", count: 100)] {
            #expect(throws: BusError.self) { try SocketFolder(folder).prepare() }
        }
    }

    /// A socket in the file system at which nobody listens yet.
    private func bound(_ path: String) throws -> Int32 {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { place in
            for (index, byte) in path.utf8.enumerated() { place[index] = byte }
        }
        let result = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
        return socket
    }

    @Test func `a socket is found from when it listens on, and nobody clears it away before`() async throws {
        try await withFolder { folder in
            let (here, instance) = (SocketFolder(folder), InstanceID())
            let discovery = Discovery(.ipc(folder: folder), service: .media, instance: instance)
            try discovery.prepare()
            let socket = try bound(String(discovery.endpoint.dropFirst("ipc://".count)))
            defer { close(socket) }
            try here.prepare()
            #expect(here.endpoints().isEmpty)
            #expect(listen(socket, 1) == 0)
            let place = try discovery.announce(discovery.endpoint)
            #expect(place == "ipc://\(folder)/media-\(instance)")
            try here.prepare()
            #expect(here.endpoints() == [place])
            #expect(await discovery.peers(place) == [])
            discovery.leave()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test func `sockets of the dead are cleared away, those of the living stay`() async throws {
        try await withFolder { folder in
            // Bound and closed without removing it: what a killed process leaves behind.
            close(try bound("\(folder)/media-dead"))
            try await withStore(.sqlite) { store in
                let node = try await echo(store, BusConfiguration(.ipc(folder: folder)))
                try await running(node) {
                    try await expectEventually { node.readiness.isReady }
                    try SocketFolder(folder).prepare()
                    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
                    #expect(left == ["conversations-\(node.bus.instance)"])
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
            }
        }
    }
}
