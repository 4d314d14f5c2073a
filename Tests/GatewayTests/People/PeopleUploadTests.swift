import Bus
import CSV
import Contracts
import Foundation
import HTTPClient
import Runtime
import Store
import TestPeers
import TestSupport
import Testing

@testable import gateway

/// Uploads of people over HTTP.
@Suite(.timeLimit(.minutes(2)))
struct PeopleUploadTests {
    @Test(arguments: StoreEngine.underTest)
    func `a table of any length goes on in batches and its problems keep their rows`(
        engine: StoreEngine
    ) async throws {
        let taker = UploadTaker()
        try await withUploads(taker, engine) { gate in
            let rows = (1...1_201).map { "\($0),\($0 % 600 == 0 ? "-" : "N")" }
            let report = try gate.report(
                try await gate.post("text/csv", "\u{FEFF}Member_ID,Name\r\n" + rows.joined(separator: "\r\n"))
            )
            #expect(taker.sizes == [500, 500, 201])
            #expect(report.rows == 1_201 && report.created == 1_199 && report.refused == 2 && !report.dryRun)
            #expect(report.problems.map(\.row) == [600, 1_200])
            let state = try await gate.log.show(report.importId, of: Provider.workspace)
            #expect(state.state == .finished && state.kind == "members")
            #expect(state.rows == 1_201 && state.created == 1_199 && state.refused == 2)
            await #expect(throws: Problem.notFound("import")) {
                try await gate.log.show(report.importId, of: WorkspaceID(trusted: "w2"))
            }
            #expect(try await gate.log.list(of: Provider.workspace, limit: 10, cursor: nil).items == [state])
        }
    }

    @Test func `lines of JSON go the same way, and a bad one is reported by its number`() async throws {
        let taker = UploadTaker()
        try await withUploads(taker) { gate in
            let body = """
                {"id":"m1","name":"Ann"}

                {"id":"m2"}
                nonsense
                {"id":"m3","name":"Ben","phone":"0123"}
                """
            let report = try gate.report(try await gate.post("application/x-ndjson; charset=utf-8", body))
            #expect(taker.members.map(\.id) == ["m1", "m3"])
            #expect(report.rows == 4 && report.created == 2 && report.refused == 2)
            #expect(report.problems.map(\.row) == [3, 4])
            #expect(report.problems.first?.field == "name")
            let long = String(repeating: "x", count: NDJSONLines.limit + 1)
            #expect(try gate.problem(try await gate.post("application/x-ndjson", long)).code == "ndjson_malformed")
        }
    }

    @Test func `a dry run is handed on as one`() async throws {
        let taker = UploadTaker()
        try await withUploads(taker) { gate in
            let report = try gate.report(
                try await gate.post("application/json", #"{"items":[{"id":"m1","name":"A"}]}"#, query: "?dryRun=true")
            )
            #expect(report.dryRun && report.created == 1 && taker.dryRuns == 1)
            let wrong = try gate.problem(try await gate.post("text/csv", "id,name\n", query: "?dryRun=perhaps"))
            #expect(wrong.status == 422 && wrong.fields?.map(\.field) == ["dryRun"])
        }
    }

    @Test(arguments: ["name,mobile\n1,2\n", "name\n", "phone;email\n1;2\n"])
    func `a header that lacks columns is refused, naming them`(table: String) async throws {
        let taker = UploadTaker()
        try await withUploads(taker) { gate in
            let problem = try gate.problem(try await gate.post("text/csv", table))
            #expect(problem.status == 422 && problem.code == "csv_columns_missing")
            #expect(problem.fields?.map(\.field) == (table.hasPrefix("name") ? ["id"] : ["id", "name"]))
            #expect(taker.sizes.isEmpty)
        }
    }

    @Test func `other encodings are reported or read as what they are said to be`() async throws {
        let taker = UploadTaker()
        try await withUploads(taker) { gate in
            let table = Array("id,name\n1,Zoë\n2,Zo".utf8) + [0xEB] + Array("\n3,Ann\n".utf8)
            let strict = try gate.report(try await gate.post("text/csv", table))
            #expect(strict.created == 2 && strict.problems.map(\.row) == [2] && strict.refused == 1)
            let loose = try gate.report(try await gate.post("text/csv", table, query: "?encoding=windows-1252"))
            #expect(loose.created == 3 && loose.refused == 0)
            #expect(taker.members.suffix(3).map(\.name) == ["Zoë", "Zoë", "Ann"])
            #expect(try gate.problem(try await gate.post("text/csv", [0xFF, 0xFE, 0x61, 0])).code == "csv_malformed")
            let unknown = try await gate.post("text/csv", table, query: "?encoding=koi8-r")
            #expect(try gate.problem(unknown).fields?.map(\.field) == ["encoding"])
            #expect(try await gate.post("application/xml", "<a/>").status == 415)
        }
    }

    @Test func `problems past the thousandth are counted`() async throws {
        try await withUploads(UploadTaker()) { gate in
            let rows = (1...1_500).map { "\($0),-" }.joined(separator: "\n")
            let report = try gate.report(try await gate.post("text/csv", "id,name\n" + rows))
            #expect(report.problems.count == 1_000 && report.problemsLeftOut == 500 && report.refused == 1_500)
        }
    }

    @Test func `one that breaks off says how far it came, and is kept as failed`() async throws {
        let taker = UploadTaker(failsAfter: 1)
        try await withUploads(taker) { gate in
            let rows = (1...700).map { "\($0),N" }.joined(separator: "\n")
            let problem = try gate.problem(try await gate.post("text/csv", "id,name\n" + rows))
            #expect(problem.status == 503 && problem.detail.contains("500 rows before it are in"))
            let state = try #require(try await gate.last())
            #expect(state.state == .failed && state.created == 500 && state.error != nil)
        }
    }

    /// Each behind 600 rows that are right: more than a batch.
    @Test(arguments: [
        ("text/csv", "601," + String(repeating: "x", count: 70_000), "row 601"),
        ("text/csv", "601,\"" + String(repeating: "not closed\n", count: 30_000), "row 601"),
        ("text/csv", "601,N" + String(repeating: ",", count: 300), "row 601"),
        ("application/x-ndjson", String(repeating: "x", count: NDJSONLines.limit + 1), nil),
    ])
    func `one that cannot be read to its end is refused with its row, and none of it is taken`(
        type: String,
        end: String,
        row: String?
    ) async throws {
        let taker = UploadTaker()
        try await withUploads(taker) { gate in
            let isCSV = type == "text/csv"
            let lines = (1...600).map { isCSV ? "\($0),N" : #"{"id":"\#($0)","name":"N"}"# }
            let body = ((isCSV ? ["id,name"] : []) + lines + [end]).joined(separator: "\n") + "\n"
            let problem = try gate.problem(try await gate.post(type, body))
            #expect(problem.status == 422 && problem.code == (isCSV ? "csv_malformed" : "ndjson_malformed"))
            #expect(problem.detail.contains("601") && problem.fields?.map(\.field) == row.map { [$0] })
            #expect(taker.sizes.isEmpty)
            let state = try #require(try await gate.last())
            #expect(state.state == .failed && state.created == 0 && state.error == problem.detail)
        }
    }

    @Test func `one whose sender goes away in the middle is not taken at all`() async throws {
        let taker = UploadTaker()
        try await withUploads(taker) { gate in
            let rows = (1...60_000).map { "\($0),N\n" }.joined()
            let head = "POST /members HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 10000000\r\n\r\n"
            let socket = try #require(FileDescriptor(connectedTo: Int(gate.port)))
            #expect(socket.write(Array("\(head)id,name\n\(rows)".utf8)))
            socket.close()
            #expect(try await eventually { try await gate.last()?.state == .failed })
            #expect(taker.sizes.isEmpty)
        }
    }
}
