import Contracts
import Glibc
import Synchronization

/// What has to be looked at from time to time, four times a second: libmicrohttpd does not watch suspended connections.
extension Engine {
    /// A handler that takes longer is told when the other end hangs up.
    private static let patience: Duration = .milliseconds(200)
    /// A connection without a request that the other end has hung up is closed after this.
    private static let idlePatience: Duration = .seconds(1)
    /// `POLLRDHUP`, which Swift's Glibc does not show: the other end sends no more.
    private static let hungUp: Int16 = 0x2000

    private struct Waiting {
        let peer: Peer
        let exchange: Exchange?
    }

    func sweep() {
        linger.sweep()
        let now = ContinuousClock.now
        var waiting: [Waiting] = []
        for peer in peers.withLock({ Array($0.values) }) {
            let (exchange, since, isProven, isUpgraded) = peer.state.withLock {
                ($0.exchange, $0.waitingSince, $0.isProven, $0.isUpgraded)
            }
            if isUpgraded { continue }
            if let exchange {
                if now - exchange.began > Self.patience { waiting.append(Waiting(peer: peer, exchange: exchange)) }
            } else if now - since > (isProven ? limits.nextRequest : limits.firstRequest) {
                hangUp(peer)
            } else if now - since > Self.idlePatience {
                waiting.append(Waiting(peer: peer, exchange: nil))
            }
        }
        if !waiting.isEmpty { endAbandoned(waiting) }
    }

    /// Cancels the handlers whose callers have hung up, and closes connections without a whole request: libmicrohttpd
    /// 0.9.75 overlooks the end of a stream that came together with its last bytes.
    private func endAbandoned(_ waiting: [Waiting]) {
        var sockets = waiting.map { pollfd(fd: $0.peer.socket, events: Self.hungUp, revents: 0) }
        guard poll(&sockets, nfds_t(sockets.count), 0) > 0 else { return }
        for (socket, waiting) in zip(sockets, waiting)
        where socket.revents & (Self.hungUp | Int16(POLLHUP | POLLERR)) != 0 {
            if let exchange = waiting.exchange, !exchange.isBodyAwaited {
                exchange.cancelIfOpen()
            } else if !waiting.peer.hasUnreadBytes {
                hangUp(waiting.peer)
            }
        }
    }

    /// With the lock that ``closed(_:)`` takes before the socket is closed: its number may be another's after that.
    private func hangUp(_ peer: Peer) {
        peers.withLock { peers in
            if peers[peer.socket] === peer { shutdown(peer.socket, Int32(SHUT_RDWR)) }
        }
    }

    func closed(_ peer: Peer) {
        if peer.state.withLock({ $0.lingers }) || peer.hasUnreadBytes { linger.add(peer.socket) }
        peers.withLock { _ = $0.removeValue(forKey: peer.socket) }
    }

    /// Requests and WebSockets.
    var hasOpenRequests: Bool {
        peers.withLock { peers in
            peers.values.contains { $0.state.withLock { $0.exchange != nil || $0.isUpgraded } }
        }
    }

    /// Ends the answers without an end.
    func endEvents() {
        for peer in peers.withLock({ Array($0.values) }) { peer.state.withLock { $0.exchange }?.endEvents() }
    }

    /// Answers what is still open, so that no connection is suspended when libmicrohttpd stops; a body that does not come
    /// to its end is waited for no longer.
    func giveUp() {
        for peer in peers.withLock({ Array($0.values) }) {
            guard let exchange = peer.state.withLock({ $0.exchange }) else { continue }
            exchange.cancel()
            exchange.complete(
                HTTPResponse(Problem(503, "stopping", "The service is stopping. Try again.", retryAfter: 2))
            )
            exchange.finishSending(.failed)
            if exchange.isBodyAwaited { hangUp(peer) }
        }
    }
}
