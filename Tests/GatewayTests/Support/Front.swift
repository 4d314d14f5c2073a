import Bus
import Contracts
import Crypto
import Foundation
import HTTPClient
import HTTPServer
import JSON
import Runtime
import ServiceHost
import Store
import TestSupport

@testable import gateway

/// The gateway's own routes over HTTP, on a store of its own; nothing answers behind it on the bus.
struct Front: Sendable {
    let office: Office
    private let port: UInt16
    private let client: HTTPClient

    struct Reply: Sendable {
        let status: Int
        let json: JSONValue
        let cookie: String?

        /// The stable word of a problem.
        var code: String? { json["code"].string }

        /// The id of what was made.
        var id: String { json["id"].string ?? "none" }
    }

    /// - Parameters:
    ///   - body: JSON.
    ///   - token: of who sends it; nil for nobody.
    func send(_ method: String, _ path: String, _ body: String? = nil, by token: String?) async throws -> Reply {
        var headers = [("Content-Type", "application/json"), ("X-Forwarded-For", "203.0.113.77")]
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        let request = HTTPClientRequest(
            method,
            "http://127.0.0.1:\(port)\(path)",
            headers: headers,
            body: body.map { .bytes(Array($0.utf8)) } ?? .none
        )
        let response = try await client.send(request)
        let json = (try? JSONDocument(response.body).root) ?? .missing
        return Reply(status: response.status, json: json, cookie: response.header("set-cookie"))
    }

    /// What the activity log of a workspace has, oldest first.
    func log(of workspace: WorkspaceID? = nil) async throws -> [ActivityEntry] {
        var entries: [ActivityEntry] = []
        let reading = ActivityReading(store: office.store, workspace: workspace ?? office.workspace)
        try await reading.each(ActivityFilter()) { entries += $0 }
        return entries
    }

    /// Runs a test against the routes.
    static func run(
        _ engine: StoreEngine = .sqlite,
        _ test: @escaping @Sendable (Front) async throws -> Void
    ) async throws {
        try await withStore(engine) { store in
            let office = try await Office(store)
            let server = try HTTPServer(
                host: "127.0.0.1",
                port: 0,
                routes: try router(store, clock: office.clock.clock, ["MYNAH_TRUSTED_PROXIES": "127.0.0.1"]).build(),
                logger: .silent,
                metrics: Metrics()
            )
            try await running([server]) {
                let client = HTTPClient()
                try await test(Front(office: office, port: server.port, client: client))
                await client.shutdown()
            }
        }
    }

    static func router(
        _ store: any Store,
        clock: WallClock = .system,
        _ environment: [String: String] = [:]
    ) throws -> Router<Access, Caller> {
        var reader = ConfigurationReader(Environment(environment))
        let host = Host(
            service: .gateway,
            configuration: Configuration(reading: &reader),
            store: store,
            outbox: Outbox(.gateway, clock: clock),
            clock: clock,
            logger: .silent,
            metrics: Metrics(),
            readiness: Readiness(),
            clusterKey: try ClusterKey(hex: String(repeating: "ab", count: 32), source: "test"),
            folder: FileManager.default.temporaryDirectory.path
        )
        let bus = Bus(
            BusConfiguration(.ipc(folder: host.folder)),
            service: .gateway,
            store: store,
            outbox: host.outbox,
            contents: Contents(),
            logger: host.logger,
            metrics: host.metrics,
            readiness: host.readiness
        )
        return Gateway(host).router(bus)
    }
}
