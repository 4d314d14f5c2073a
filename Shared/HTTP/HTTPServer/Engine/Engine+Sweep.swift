import Contracts
import Glibc
import Synchronization

/// What has to be looked at from time to time, four times a second: libmicrohttpd does not watch suspended connections.
extension Engine {
    /// A handler that takes longer is told when the other end hangs up.
    private static let patience: Duration = .milliseconds(200)
    /// `POLLRDHUP`, which Swift's Glibc does not show: the other end sends no more.
    private static let hungUp: Int16 = 0x2000

    func sweep() {
        let now = ContinuousClock.now
        var waiting: [(exchange: Exchange, socket: Int32)] = []
        for peer in peers.withLock({ Array($0.values) }) {
            let (exchange, isLate) = peer.state.withLock { state in
                let limit = state.isProven ? limits.nextRequest : limits.firstRequest
                return (state.exchange, state.exchange == nil && !state.isUpgraded && now - state.waitingSince > limit)
            }
            if isLate { shutdown(peer.socket, Int32(SHUT_RDWR)) }
            if let exchange, now - exchange.began > Self.patience { waiting.append((exchange, peer.socket)) }
        }
        if !waiting.isEmpty { cancelAbandoned(waiting) }
        linger.sweep()
    }

    /// Cancels the handlers whose callers have hung up.
    private func cancelAbandoned(_ waiting: [(exchange: Exchange, socket: Int32)]) {
        var sockets = waiting.map { pollfd(fd: $0.socket, events: Self.hungUp, revents: 0) }
        guard poll(&sockets, nfds_t(sockets.count), 0) > 0 else { return }
        let gone = Self.hungUp | Int16(POLLHUP | POLLERR)
        for (socket, (exchange, _)) in zip(sockets, waiting) where socket.revents & gone != 0 {
            exchange.cancelIfOpen()
        }
    }

    func closed(_ peer: Peer) {
        if peer.state.withLock({ $0.lingers }) || peer.hasUnreadBytes { linger.add(peer.socket) }
        peers.withLock { _ = $0.removeValue(forKey: peer.socket) }
    }

    var hasOpenRequests: Bool {
        peers.withLock { $0.values.contains { peer in peer.state.withLock { $0.exchange != nil } } }
    }

    /// Answers what is still open, so that no connection is suspended when libmicrohttpd stops.
    func giveUp() {
        for peer in peers.withLock({ Array($0.values) }) {
            guard let exchange = peer.state.withLock({ $0.exchange }) else { continue }
            exchange.cancel()
            exchange.complete(
                HTTPResponse(Problem(503, "stopping", "The service is stopping. Try again.", retryAfter: 2))
            )
            exchange.finishSending(.failed)
        }
    }
}
