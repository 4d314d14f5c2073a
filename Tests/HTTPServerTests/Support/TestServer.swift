import HTTPServer
import Runtime
import TestPeers

/// Anybody may call.
typealias OpenRouter = Router<Void, Void>

func openRouter() -> OpenRouter {
    Router(title: "Test", version: "1", authenticate: { _, _ in })
}

/// Runs a server on a free port of loopback while the body runs.
func withServer<Access: Sendable, Identity: Sendable, Result: Sendable>(
    _ router: Router<Access, Identity>,
    limits: HTTPServerLimits = HTTPServerLimits(),
    metrics: Metrics = Metrics(),
    _ body: @Sendable (_ port: UInt16) async throws -> Result
) async throws -> Result {
    let server = try HTTPServer(
        host: "127.0.0.1",
        port: 0,
        routes: try router.build(),
        limits: limits,
        logger: .silent,
        metrics: metrics
    )
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        defer { group.cancelAll() }
        return try await body(server.port)
    }
}

/// One request on a connection of its own.
func fetch(_ port: UInt16, _ request: String, isHead: Bool = false) async throws -> TestReply {
    try await blocking {
        let socket = try TestSocket(port: port)
        socket.send(request)
        var reader = ReplyReader(socket)
        return try reader.next(isHead: isHead)
    }
}

func get(_ port: UInt16, _ target: String, _ headers: String...) async throws -> TestReply {
    let lines = headers.map { $0 + "\r\n" }.joined()
    return try await fetch(port, "GET \(target) HTTP/1.1\r\nHost: test\r\n\(lines)\r\n")
}

func post(_ port: UInt16, _ target: String, _ body: String, type: String = "application/json") async throws -> TestReply
{
    let head =
        "POST \(target) HTTP/1.1\r\nHost: test\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
    return try await fetch(port, head + "\r\n" + body)
}
