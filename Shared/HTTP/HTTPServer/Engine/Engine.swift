import CMicroHTTP
import Contracts
import Runtime
import Synchronization
import WebSocket

/// What all connections of a server share.
final class Engine: Sendable {
    let routes: Routes
    let limits: HTTPServerLimits
    let logger: Logger
    /// Open connections by socket.
    let peers = Mutex<[Int32: Peer]>([:])
    let linger = Linger()
    let webSockets = WebSocketLoop()
    /// Whether connections are closed after their current request.
    let isStopping = Atomic(false)
    /// Whether requests are refused: libmicrohttpd stops next, and must not find a connection suspended.
    let isClosed = Atomic(false)

    init(routes: Routes, limits: HTTPServerLimits, logger: Logger) {
        self.routes = routes
        self.limits = limits
        self.logger = logger
    }

    /// What the caller is told of an error; what is not its own doing is logged.
    func problem(_ error: any Error, _ route: String) -> Problem {
        if let problem = Problem(known: error) { return problem }
        if error is CancellationError { return Problem(503, "cancelled", "The request was given up. Try again.") }
        logger.error("request failed", ["route": route, "error": String(describing: error)])
        return Problem(500, "internal", "Something went wrong on our side. It was recorded; try again later.")
    }

    /// A request's headers have arrived.
    func accept(_ connection: Connection, url: UnsafePointer<CChar>, method: UnsafePointer<CChar>) -> Exchange? {
        guard let slot = cmhd_peer_slot(connection.handle) else { return nil }
        let peer = Unmanaged<Peer>.fromOpaque(slot).takeUnretainedValue()
        let path = String(cString: url)
        let known = HTTPMethod(rawValue: String(cString: method))
        let target = routes.target(known, path)
        let head = RequestHead(connection, method: known ?? .get, path: path)
        let exchange = Exchange(self, peer, head, target)
        peer.began(exchange)
        // Known first, then asked: either this sees that the server is closed, or the one who closes it sees the request.
        guard !isClosed.load(ordering: .sequentiallyConsistent) else {
            peer.ended()
            return nil
        }
        return exchange
    }
}
