import HTTPClient
import JSON
import TestPeers
import Testing

/// People that are uploaded in one long table.
@Suite(.serialized, .timeLimit(.minutes(5))) struct UploadTests {
    /// A table that is made while it is sent, in pieces of so many rows.
    private struct Table: AsyncSequence, AsyncIteratorProtocol, Sendable {
        let rows: Int
        let piece: Int
        let rest: String
        private var written = 0

        /// - Parameter width: characters of each row that nobody reads.
        init(rows: Int, piece: Int, width: Int) {
            (self.rows, self.piece) = (rows, piece)
            rest = String(repeating: "x", count: width)
        }

        mutating func next() async -> [UInt8]? {
            guard written < rows else { return nil }
            let header = written == 0 ? "id,name,rest\n" : ""
            let numbers = (written..<rows).prefix(piece)
            written = numbers.endIndex
            return Array((header + numbers.map { "m\($0),Nurul,\(rest)\n" }.joined()).utf8)
        }

        func makeAsyncIterator() -> Self { self }
    }

    /// Many rows, and 100 MB of long ones. It is measured in processes of their own, where no other test uses memory.
    @Test func `the largest takes no more memory than a small one`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            try await upload(Table(rows: 1_000, piece: 100, width: 0), system, api)
            let services: [Instance] = [.gateway, .enrichment]
            let uses = try services.map { ProcessUse(process: Int(try #require(system.process($0)).id)) }
            for use in uses { try use.forgetPeak() }  // Signing in takes much for a moment.
            let before = uses.map(\.memory)
            try await upload(Table(rows: 50_000, piece: 1_000, width: 0), system, api)
            try await upload(Table(rows: 2_000, piece: 1, width: 50_000), system, api)
            for (service, (use, before)) in zip(services, zip(uses, before)) {
                let grown = use.peakMemory - before
                print("\(service) \(before) kB, grew by \(grown) kB")
                #expect(before > 0 && grown < 16 * 1024, "\(service) grew by \(grown) kB")
            }
        }
    }

    private func upload(_ table: Table, _ system: System, _ api: API) async throws {
        let headers = [("Authorization", "Bearer \(api.token ?? "")"), ("Content-Type", "text/csv")]
        let reply = API.Reply(
            try await system.client.send(
                HTTPClientRequest(
                    "POST",
                    "\(api.url)/api/members/bulk",
                    headers: headers,
                    body: .stream(table),
                    timeout: .seconds(200)
                )
            )
        )
        let report = try api.value(reply)
        #expect(report["rows"].int == table.rows && report["refused"].int == 0)
    }
}
