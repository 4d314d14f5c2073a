import Contracts
import Foundation
import HTTPClient
import HTTPServer
import Runtime
import Store
import Synchronization
import TestPeers
import TestSupport
import Testing

@testable import gateway

/// Takes every row but those without a name, and fails from a batch on.
final class UploadTaker: Sendable {
    private let state = Mutex((sizes: [Int](), members: [Member](), dryRuns: 0))
    let failsAfter: Int

    init(failsAfter: Int = .max) {
        self.failsAfter = failsAfter
    }

    var sizes: [Int] { state.withLock { $0.sizes } }
    var members: [Member] { state.withLock { $0.members } }
    var dryRuns: Int { state.withLock { $0.dryRuns } }

    func take(_ request: UpsertPeople) throws -> UpsertReport {
        try state.withLock { state in
            guard state.sizes.count < failsAfter else { throw Problem.unavailable("enrichment") }
            state.sizes.append(request.members.count)
            if request.dryRun == true { state.dryRuns += 1 }
            state.members = Array((state.members + request.members).suffix(10))
            let problems = request.members.enumerated().filter { $0.element.name == "-" }.map {
                UpsertReport.RowProblem(row: $0.offset + 1, field: "name", message: "is missing")
            }
            return UpsertReport(created: request.members.count - problems.count, problems: problems)
        }
    }
}

/// Where people are uploaded.
struct UploadGate {
    let client = HTTPClient()
    let port: UInt16
    let log: ImportLog
    var url: String { "http://127.0.0.1:\(port)/members" }

    /// The import that began last.
    func last() async throws -> PeopleImportState? {
        try await log.list(of: Provider.workspace, limit: 1, cursor: nil).items.first
    }

    func post(_ type: String, _ body: [UInt8], query: String = "") async throws -> HTTPClientResponse {
        let headers = [("content-type", type)]
        return try await client.send(HTTPClientRequest("POST", url + query, headers: headers, body: .bytes(body)))
    }

    func post(_ type: String, _ body: String, query: String = "") async throws -> HTTPClientResponse {
        try await post(type, Array(body.utf8), query: query)
    }

    func report(_ response: HTTPClientResponse) throws -> ImportReport {
        guard response.status == 200 else { throw try problem(response) }
        return try BodyCoding.decode(ImportReport.self, from: response.body)
    }

    func problem(_ response: HTTPClientResponse) throws -> Problem {
        try BodyCoding.decode(Problem.self, from: response.body)
    }
}

/// A gate for uploads before a stand-in for enrichment that notes the batches.
func withUploads(
    _ taker: UploadTaker,
    _ engine: StoreEngine = .sqlite,
    _ test: @escaping @Sendable (UploadGate) async throws -> Void
) async throws {
    try await withStore(engine) { store in
        try await Provider.migrate(store)
        let log = ImportLog(store: store, clock: .system)
        let folder = FileManager.default.temporaryDirectory.path
        let handlers = PeopleHandlers(log: log, folder: folder) { request, _ in try taker.take(request) }
        var router = Router<Access, Caller>(title: "test", version: "1") { _, _ in
            Caller(workspace: Provider.workspace, staff: nil, permissions: .all)
        }
        router.raw(
            .post,
            "/members",
            .signedIn,
            "Members",
            limit: PeopleHandlers.csvLimit,
            consumes: "text/csv",
            produces: "application/json",
            handlers.upsertMembers
        )
        let server = try HTTPServer(
            host: "127.0.0.1",
            port: 0,
            routes: router.build(),
            logger: .silent,
            metrics: Metrics()
        )
        try await running([server]) {
            try await test(UploadGate(port: server.port, log: log))
        }
    }
}
