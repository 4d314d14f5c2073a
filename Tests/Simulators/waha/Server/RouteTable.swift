import Contracts
import Crypto
import HTTPServer
import WebSocket

/// Binds handlers to routes the way WAHA does: the key, bodies up to 50 MB, and errors in WAHA's own shapes.
struct RouteTable {
    enum Access: Sendable {
        case open, key
    }

    typealias Handler = @Sendable (Exchange) async throws -> Answer

    private var router = Router<Access, Void>(title: "WAHA", version: Release.version) { _, _ in }
    private let apiKey: String?

    /// - Parameter apiKey: nil lets everybody in.
    init(apiKey: String?) {
        self.apiKey = apiKey
    }

    mutating func on(_ method: HTTPMethod, _ path: String, _ access: Access, _ handler: @escaping Handler) {
        let apiKey = access == .key ? apiKey : nil
        let names = Self.names(in: path)
        router.raw(method, path, access, "", limit: 50 << 20) { request, parameters, _ in
            do {
                try Self.check(request, apiKey)
                let exchange = try await Self.exchange(request, parameters, names)
                return Self.response(try await handler(exchange))
            } catch let refusal as Refusal {
                return Self.response(.json(refusal.body, status: refusal.status))
            }
        }
    }

    /// Events as they happen. A wrong key shows only after the upgrade, as a close with 1008.
    /// - Source: the WAHA fact sheet, 9.
    mutating func feed(_ path: String, _ feed: SocketFeed) {
        let apiKey = apiKey
        var limits = WebSocketLimits()
        limits.pingEvery = .seconds(60)
        limits.deadAfter = .seconds(120)
        limits.outbound = 64 << 20
        router.webSocket(path, .open, "", limits: limits) { connection, request, _ in
            guard (try? Self.check(request, apiKey)) != nil else {
                return connection.close(.policyViolation, "Unauthorized")
            }
            let names = request.query.filter { $0.name == "events" }.flatMap { $0.value.split(separator: ",") }
            let id = feed.add(
                session: request.query.first { $0.name == "session" }?.value ?? "*",
                events: names.isEmpty ? .all : EventFilter(lenient: names.map(String.init))
            ) { _ = connection.send(text: $0) }
            defer { feed.remove(id) }
            for await _ in connection.incoming {}  // what clients say is ignored
        }
    }

    func build() throws(RouteError) -> Routes {
        try router.build()
    }

    /// The header wins when a key stands in the query, too.
    private static func check(_ request: HTTPRequest, _ apiKey: String?) throws {
        guard let apiKey else { return }
        let given = request.header("X-Api-Key") ?? request.query.first { $0.name == "x-api-key" }?.value
        guard let given, ConstantTime.equal(given, apiKey) else { throw Refusal.unauthorized }
    }

    private static func exchange(
        _ request: HTTPRequest,
        _ parameters: PathParameters,
        _ names: [String]
    ) async throws -> Exchange {
        let bytes = try await request.body.collect()
        var exchange = Exchange()
        for name in names { exchange.path[name] = parameters[name] }
        exchange.query = request.query
        exchange.headers = request.headers
        exchange.target = request.method.rawValue + " " + request.path
        if !bytes.isEmpty {
            guard let body = try? Body(parsing: bytes) else {
                throw Refusal.badRequest(["Unexpected token in JSON"])
            }
            exchange.body = body
        }
        return exchange
    }

    private static func names(in path: String) -> [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    private static func response(_ answer: Answer) -> HTTPResponse {
        guard !answer.bytes.isEmpty else { return HTTPResponse(answer.status) }
        return HTTPResponse(answer.status, type: answer.type, bytes: answer.bytes)
    }
}
