import Contracts
import HTTPClient
import HTTPServer
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

/// What requests leave in the log, over real HTTP.
@Suite(.timeLimit(.minutes(1))) struct ActivityRecorderTests {
    private struct Made: Codable, Sendable {
        var id: String
    }

    /// - Returns: what the log has after the requests, oldest first.
    private func log(
        of requests: [(method: String, path: String)],
        as caller: @escaping @Sendable (Office) async throws -> Caller = { try await $0.caller() }
    ) async throws -> [ActivityEntry] {
        try await withStore(.sqlite) { store in
            let office = try await Office(store)
            let (who, log) = (try await caller(office), ActivityLog(clock: .system))
            let recorder = ActivityRecorder(
                store: store,
                log: log,
                visitors: VisitorBook(trusted: []),
                clock: .system,
                logger: .silent
            )
            let recording = RecordingStore(store: store, log: log)
            let book = StaffBook(store: recording, outbox: office.outbox, clock: office.clock.clock)
            var router = Router<Access, Caller>(title: "test", version: "1", around: recorder.around) { _, _ in who }
            router.on(.get, "/api/things", .signedIn, "") { (_: Call<Caller, NoQuery, NoBody>) in Made(id: "seen") }
            router.on(.post, "/api/things", .signedIn, "", status: 201) { (_: Call<Caller, NoQuery, NoBody>) in
                Made(id: "made")
            }
            router.on(.put, "/api/things/{id}/parts/{part}", .signedIn, "") {
                (_: Call<Caller, NoQuery, NoBody>) -> Made in
                throw Problem(409, "conflict", "Taken.")
            }
            router.on(.delete, "/api/things/{id}", .signedIn, "") { (_: Call<Caller, NoQuery, NoBody>) -> Made in
                throw StoreError.closed
            }
            router.on(.post, "/api/staff", .signedIn, "", status: 201) { (_: Call<Caller, NoQuery, NoBody>) in
                try await book.add(Office.person("Mei", BuiltInRole.agent.name), by: who)
            }
            let server = try HTTPServer(
                host: "127.0.0.1",
                port: 0,
                routes: router.build(),
                logger: .silent,
                metrics: Metrics()
            )
            return try await running([server]) {
                let client = HTTPClient()
                for (method, path) in requests {
                    _ = try await client.send(HTTPClientRequest(method, "http://127.0.0.1:\(server.port)\(path)"))
                }
                await client.shutdown()
                var entries: [ActivityEntry] = []
                let reading = ActivityReading(store: store, workspace: who.workspace)
                try await reading.each(ActivityFilter()) { entries += $0 }
                entries.removeAll { $0.action == "POST /api/auth/login" }  // before the requests
                #expect(try await reading.verify().intact)
                return entries
            }
        }
    }

    @Test func `what changes something is there with who, what and how it ended; what only looks is not`() async throws
    {
        let entries = try await log(of: [
            ("GET", "/api/things"), ("POST", "/api/things"), ("PUT", "/api/things/t1/parts/p1"),
            ("DELETE", "/api/things/t2"),
        ])
        #expect(
            entries.map(\.action) == [
                "POST /api/things", "PUT /api/things/{id}/parts/{part}", "DELETE /api/things/{id}",
            ]
        )
        #expect(entries.map(\.object) == ["made", "t1", "t2"])
        #expect(entries.map(\.part) == [nil, "p1", nil])
        #expect(entries.map(\.outcome) == ["done", "refused 409 conflict", "failed"])
        #expect(entries.allSatisfy { $0.ip == "127.0.0.1" && $0.staff != nil && $0.token == nil })
        #expect(Set(entries.map(\.request)).count == 3)
    }

    @Test func `a change of the gateway's own is written with it, once; a refused one with its reason`() async throws {
        let entries = try await log(of: [("POST", "/api/staff"), ("POST", "/api/staff")])
        #expect(entries.map(\.outcome) == ["done", "refused 409 conflict"])
        #expect(entries[0].object?.isEmpty == false && entries[1].object == nil)
    }

    @Test func `what a token does names the token`() async throws {
        let entries = try await log(of: [("POST", "/api/things")]) { office in
            let admin = try await office.caller()
            let new = NewAPIToken(name: "CRM", permissions: ["chats": [.edit]])
            let made = try await office.tokens.make(new, by: admin)
            return try #require(try await office.signIns.caller(token: made.token))
        }
        #expect(entries.count == 1 && entries[0].token?.isEmpty == false)
    }

    @Test func `an export has a line per entry, quoted where it must be`() throws {
        let draft = ActivityDraft(
            workspace: WorkspaceID(trusted: "w1"),
            action: "say \"hi\", twice",
            object: "v1",
            outcome: "done"
        )
        let entry = ActivityEntry(draft, number: 7, at: Timestamp(milliseconds: 0), after: "")
        let csv = String(decoding: ActivityExport.Format.csv.line(entry), as: UTF8.self)
        #expect(csv == "7,1970-01-01T00:00:00.000Z,,,\"say \"\"hi\"\", twice\",v1,,,done,,\(entry.hash)\r\n")
        let json = String(decoding: ActivityExport.Format.ndjson.line(entry), as: UTF8.self)
        #expect(
            json.hasPrefix(#"{"number":7,"at":"1970-01-01T00:00:00.000Z","action":"say \"hi\", twice","object":"v1","#)
        )
        #expect(json.hasSuffix("}\n"))
        #expect(throws: Problem.self) { try ActivityExport([("format", "xml")]) }
        #expect(throws: Problem.self) { try ActivityExport([("from", "yesterday")]) }
        let export = try ActivityExport([("from", "2026-01-01T00:00:00Z"), ("format", "csv"), ("object", "v1")])
        #expect(export.format == .csv && export.filter.from?.text == "2026-01-01T00:00:00.000Z")
    }
}
