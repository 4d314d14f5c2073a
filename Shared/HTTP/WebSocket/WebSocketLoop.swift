import CEpoll
import Glibc
import Synchronization

/// One thread that serves all WebSockets of a server.
package final class WebSocketLoop: Sendable {
    struct Arrival: Sendable {
        let id: UInt64
        let socket: Int32
        let early: [UInt8]
        let limits: WebSocketLimits
        let connection: WebSocketConnection
        let release: @Sendable () -> Void
    }

    struct Inbox {
        var arrivals: [Arrival] = []
        /// Connections with something to do.
        var flagged: [UInt64] = []
        /// Logs that have grown.
        var grown: [ObjectIdentifier: WebSocketLog] = [:]
        var lastID: UInt64 = 0
        var isStarted = false
        var isStopping = false
    }

    private let inbox = Mutex(Inbox())
    private let count = Atomic(0)
    /// Wakes the thread.
    private let bell: Int32
    private let epoll: Int32

    package init() {
        bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    }

    deinit {
        close(bell)
        close(epoll)
    }

    /// Open connections.
    package var connections: Int { count.load(ordering: .relaxed) }

    /// Takes over a socket after its handshake.
    /// - Parameters:
    ///   - early: what came after the handshake already.
    ///   - release: called once when the socket is not used any more; it must not block.
    /// - Returns: the connection; closed already when the loop is stopping.
    package func add(
        socket: Int32,
        early: [UInt8] = [],
        limits: WebSocketLimits = WebSocketLimits(),
        release: @escaping @Sendable () -> Void
    ) -> WebSocketConnection {
        let id = inbox.withLock { inbox in
            inbox.lastID += 1
            return inbox.lastID
        }
        let connection = WebSocketConnection(id, on: self, limits: limits)
        let arrival = Arrival(
            id: id,
            socket: socket,
            early: early,
            limits: limits,
            connection: connection,
            release: release
        )
        let isLate = inbox.withLock { inbox in
            if inbox.isStopping { return true }
            inbox.arrivals.append(arrival)
            if !inbox.isStarted { start() }
            inbox.isStarted = true
            return false
        }
        if isLate {
            connection.ended(.goingAway)
            release()
        } else {
            count.add(1, ordering: .relaxed)
            ring()
        }
        return connection
    }

    /// Closes all connections with 1001; returns at once. Each is released as soon as the other end has answered, or
    /// after its time for that.
    package func stop() {
        inbox.withLock { $0.isStopping = true }
        ring()
    }

    /// A connection has something to do.
    func flag(_ id: UInt64) {
        let isFirst = inbox.withLock { inbox in
            inbox.flagged.append(id)
            return inbox.flagged.count == 1
        }
        if isFirst { ring() }
    }

    /// A log has grown: its followers have something to do.
    func flag(_ log: WebSocketLog) {
        let isFirst = inbox.withLock { $0.grown.updateValue(log, forKey: ObjectIdentifier(log)) == nil }
        if isFirst { ring() }
    }

    private func ring() {
        eventfd_write(bell, 1)
    }

    private func start() {
        var thread = pthread_t()
        let this = Unmanaged.passRetained(self).toOpaque()  // released when the thread ends
        if pthread_create(&thread, nil, runLoop, this) == 0 { pthread_detach(thread) }
    }

    fileprivate func run() {
        var table = WebSocketTable(epoll: epoll, bell: bell)
        while true {
            let work = inbox.withLock { inbox -> Inbox in
                defer { (inbox.arrivals, inbox.flagged, inbox.grown) = ([], [], [:]) }
                return inbox
            }
            let ended = table.turn(work)
            for (log, end) in table.taken() { log.taken(upTo: end, by: self) }
            count.subtract(ended, ordering: .relaxed)
            if work.isStopping, table.isEmpty, work.arrivals.isEmpty { return }
            table.wait()
        }
    }
}

private func runLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<WebSocketLoop>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
