import Contracts
import FoundationEssentials
import Runtime
@testable import ServiceHost
import Store
import Testing

/// What keeps a service from starting, and what it says of it.
@Suite(.timeLimit(.minutes(1))) struct StartTests {
    private let test = TestProcess()

    private func refused(_ variables: [String: String], _ sentences: String...) async {
        #expect(await test.process(variables).run(arguments: []) == .configuration)
        #expect(test.said == sentences.map { "media: \($0)" })
        test.remove()
    }

    @Test func `shows all variables, its own and the common ones`() async {
        for argument in ["--help", "-h"] { #expect(await test.process().run(arguments: [argument]) == .stopped) }
        let help = test.said.first ?? ""
        let names = [
            "COLOUR (required)", "MYNAH_DATA (./var)", "MYNAH_STORE (sqlite)", "MYNAH_BUS (ipc)",
            "MYNAH_BUS_PEERS (not set)", "MYNAH_CLUSTER_KEY (not set; secret)", "MYNAH_OPS_HOST (127.0.0.1)",
            "MYNAH_OPS_PORT (9094)", "MYNAH_LOG_LEVEL (info)",
        ]
        for name in names { #expect(help.contains(name)) }
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test func `shows help also when the configuration is wrong`() async {
        #expect(await test.process(["COLOUR": ""]).run(arguments: ["--help"]) == .stopped)
    }

    @Test func `refuses arguments it does not know`() async {
        #expect(await test.process().run(arguments: ["--fast"]) == .usage)
        #expect(test.said == ["media: there is no argument --fast; --help tells what there is."])
    }

    @Test func `tells all that is wrong with the configuration`() async {
        let wrong = [
            "COLOUR": "", "MYNAH_OPS_PORT": "70000", "MYNAH_STORE": "mysql://x", "MYNAH_BUS": "udp://x",
            "MYNAH_BUS_PEERS": "tcp://a:1, b:2", "MYNAH_CLUSTER_KEY": "secret", "MYNAH_LOG_LEVEL": "loud",
        ]
        await refused(
            wrong,
            "MYNAH_STORE must be sqlite or an address that begins with postgres://.",
            "MYNAH_BUS_PEERS must hold tcp://name:port with commas between, not “b:2”.",
            "MYNAH_BUS must be ipc, ipc://folder or tcp://address:port, not “udp://x”.",
            "MYNAH_OPS_PORT must be a whole number from 0 to 65535, not “70000”.",
            "MYNAH_LOG_LEVEL must be one of debug, info, warning, error, off, not “loud”.",
            "MYNAH_CLUSTER_KEY must be 64 hexadecimal digits.",
            "COLOUR is not set. The colour of it."
        )
    }

    @Test func `refuses a data folder that cannot be one`() async {
        let file = FileManager.default.temporaryDirectory.appending(path: "host-\(UInt32.random(in: 0...(.max)))").path
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let folder = file + "/data"
        await refused(
            ["MYNAH_DATA": folder],
            "The folder \(folder) cannot be written to: Not a directory. MYNAH_DATA names it."
        )
    }

    @Test func `refuses a port that is in use`() async throws {
        let first = TestProcess()
        async let firstStatus = first.process().run(arguments: [])
        let port = try await first.opsPort()
        await refused(["MYNAH_OPS_PORT": "\(port)"], "Cannot listen on 127.0.0.1 port \(port): Address already in use.")
        first.stop.raise()
        #expect(await firstStatus == .stopped)
        first.remove()
    }

    @Test func `refuses a key file that holds no key`() async throws {
        try FileManager.default.createDirectory(atPath: test.folder, withIntermediateDirectories: true)
        let path = "\(test.folder)/cluster.key"
        #expect(FileManager.default.createFile(atPath: path, contents: Data("nothing".utf8)))
        await refused([:], "The key in \(path) is not 64 hexadecimal digits.")
    }

    @Test func `refuses tables from the future`() async throws {
        defer { test.remove() }
        let migration = Migration(version: 1, name: "t", bytes: Array("CREATE TABLE t (id TEXT)".utf8))
        let process = test.process { host in
            try await host.store.migrate("media", [migration])
            return ServiceParts(migrations: [])
        }
        #expect(await process.run(arguments: []) == .configuration)
        #expect(
            test.said.last?.hasPrefix("media: The store cannot be used: the tables of media are at version 1") == true
        )
    }
}
