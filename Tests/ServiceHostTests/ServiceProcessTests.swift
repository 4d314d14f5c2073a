import Contracts
import FoundationEssentials
import Runtime
@testable import ServiceHost
import Store
import Testing

@Suite(.timeLimit(.minutes(1))) struct ServiceProcessTests {
    private struct Failure: Error {}

    private let test = TestProcess()

    private func table() -> [Migration] {
        [Migration(version: 1, name: "thing", bytes: Array("CREATE TABLE thing (id TEXT PRIMARY KEY)".utf8))]
    }

    @Test func `runs its parts on an open store until it is told to stop`() async throws {
        defer { test.remove() }
        let process = test.process { [table] host in
            #expect(host.configuration == "red" && host.service == .media && host.folder == test.folder)
            return ServiceParts(migrations: table()) { _ in
                let work = ServiceTask("work") {
                    try await host.store.write { _ = try $0.rows(sql: "INSERT INTO thing VALUES ('a') RETURNING id") }
                    host.logger.info("worked")
                    try await Task.sleep(for: .seconds(100))
                }
                return [work]
            }
        }
        async let status = process.run(arguments: [])
        _ = try await test.logged("worked")
        #expect(try await test.get("/healthz").status == 200)
        test.stop.raise()
        #expect(await status == .stopped)
        #expect(FileManager.default.fileExists(atPath: "\(test.folder)/media.sqlite"))
        #expect(FileManager.default.fileExists(atPath: "\(test.folder)/cluster.key"))
        let parts = test.said.compactMap { $0.contains("\"stopped\"") ? $0 : nil }
        #expect(parts.count == 5 && parts[0].contains("work") && parts[1].contains("bus"))
    }

    @Test func `says when it is ready and what it waits for`() async throws {
        defer { test.remove() }
        let process = test.process { host in
            host.readiness.waiting(for: "the moon")
            return ServiceParts(migrations: []) { _ in
                [
                    ServiceTask("work") {
                        _ = try await test.logged("waiting")
                        while try await test.waitsFor() != ["the moon"] { try await Task.sleep(for: .milliseconds(5)) }
                        #expect(try await test.get("/readyz").status == 503)
                        host.readiness.ready("the moon")
                        _ = try await test.logged("ready")
                        #expect(try await test.get("/readyz").status == 200)
                        test.stop.raise()
                        try await Task.sleep(for: .seconds(100))
                    }
                ]
            }
        }
        #expect(await process.run(arguments: []) == .stopped)
    }

    @Test func `a second process stands by until the first has ended`() async throws {
        defer { test.remove() }
        let second = TestProcess(folder: test.folder)
        async let firstStatus = test.process().run(arguments: [])
        _ = try await test.opsPort()
        try await test.untilStoreIsOpen()
        async let secondStatus = second.process().run(arguments: [])
        _ = try await second.logged("another process has the store; standing by until it ends")
        #expect(try await second.waitsFor() == ["store"])
        test.stop.raise()
        #expect(await firstStatus == .stopped)
        try await second.untilStoreIsOpen()
        second.stop.raise()
        #expect(await secondStatus == .stopped)
    }

    @Test func `stops while it stands by`() async throws {
        defer { test.remove() }
        let second = TestProcess(folder: test.folder)
        async let firstStatus = test.process().run(arguments: [])
        try await test.untilStoreIsOpen()
        async let secondStatus = second.process().run(arguments: [])
        _ = try await second.logged("another process has the store; standing by until it ends")
        second.stop.raise()
        #expect(await secondStatus == .stopped)
        test.stop.raise()
        #expect(await firstStatus == .stopped)
    }

    @Test func `waits for a database that is not there`() async throws {
        defer { test.remove() }
        async let status = test.process(["MYNAH_STORE": "postgres://nobody@127.0.0.1:1/nothing"]).run(arguments: [])
        _ = try await test.logged("waiting for the database")
        #expect(try await test.waitsFor() == ["store"])
        test.stop.raise()
        #expect(await status == .stopped)
    }

    @Test func `fails when a part does`() async {
        defer { test.remove() }
        let process = test.process { _ in
            ServiceParts(migrations: []) { _ in [ServiceTask("broken") { throw Failure() }] }
        }
        #expect(await process.run(arguments: []) == .failed)
        #expect(test.said.last == "media has failed: Failure()")
    }
}
