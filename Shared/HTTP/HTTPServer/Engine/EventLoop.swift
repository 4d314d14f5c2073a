import Contracts
import Dispatch
import Glibc
import Runtime
import Synchronization

/// A thread that serves some of a server's connections: it has libmicrohttpd read, call and write, and hands over
/// together what came together.
///
/// Not one of libmicrohttpd's own: in 0.9.75 those go back to sleep when 128 connections are ready at once, as many as
/// they ask for, until something else happens.
final class EventLoop: Sendable {
    /// So that only one who sleeps is woken, at the price of a call.
    private enum Sleep: UInt8, AtomicRepresentable { case awake, asleep, woken }

    /// Looks in a row at a connection that can neither go on nor be waited for. A file may be sent in as many parts.
    private static let most = 1024

    let engine: Engine
    /// Connections, the ones on their way included.
    let connections = Atomic(0)
    /// Whether the connection that libmicrohttpd was given last has begun: it may refuse one.
    let hasBegun = Atomic(false)
    private let arrivals = Mutex<[Int32]>([])
    private let turns = Turns()
    private let sleep = Atomic(Sleep.awake)
    private let wakeup: Wakeup
    private let isEnding = Atomic(false)
    private let goesOn = Atomic(false)
    private let thread = DispatchQueue(label: "http loop")

    init(_ engine: Engine) throws(HTTPServerError) {
        self.engine = engine
        guard let wakeup = Wakeup() else { throw .couldNotStart(code: errno) }
        self.wakeup = wakeup
    }

    /// Serves until ``end()``, and then closes its connections.
    func run(_ daemon: Daemon) async {
        await withCheckedContinuation { done in
            thread.async {
                Self.blockBrokenPipes()
                self.serve(by: daemon)
                daemon.stop()
                done.resume()
            }
        }
    }

    func end() {
        isEnding.store(true, ordering: .sequentiallyConsistent)
        wake()
    }

    /// Takes over an accepted connection.
    func add(_ socket: Int32) {
        connections.add(1, ordering: .relaxed)
        arrivals.withLock { $0.append(socket) }
        wake()
    }

    /// Has the thread look at its connections: something was changed by another one.
    func wake() {
        if sleep.exchange(.woken, ordering: .sequentiallyConsistent) == .asleep { wakeup.wake() }
    }

    /// A connection has more to read or to write than one look does, and no event will tell: on the loop's thread.
    func goOn() {
        goesOn.store(true, ordering: .relaxed)
    }

    /// Keeps a request that has come whole until all are there that came with it: on the loop's thread.
    func gather(_ exchange: Exchange, _ body: [UInt8]) {
        turns.gather(exchange, body)
    }

    /// Who sends where nobody reads is told by an error; `sendfile` would end the process besides.
    private static func blockBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private func serve(by daemon: Daemon) {
        var looks = 0
        while !isEnding.load(ordering: .sequentiallyConsistent) {
            wait(for: daemon, &looks)
            let arrived = arrivals.withLock { arrived in
                defer { arrived = [] }
                return arrived
            }
            for socket in arrived {
                hasBegun.store(false, ordering: .relaxed)
                daemon.add(socket)
                if !hasBegun.load(ordering: .relaxed) { connections.subtract(1, ordering: .relaxed) }
            }
            daemon.run()
            turns.handOver(on: self)
        }
        turns.end()
        for socket in arrivals.withLock({ $0 }) { close(socket) }
    }

    /// libmicrohttpd would be run at once, again and again, while requests wait for their turn's answers; and for a
    /// connection that sends an endless line between the chunks of a body.
    /// - Parameter looks: how many so far in a row had nothing to show for it.
    private func wait(for daemon: Daemon, _ looks: inout Int) {
        var patience = daemon.patience
        let isTurnOpen = turns.endOverdue()
        if patience != 0 {
            looks = 0
        } else if !goesOn.load(ordering: .relaxed) {
            looks += 1
            if isTurnOpen || looks > Self.most { patience = 1 }
        }
        goesOn.store(false, ordering: .relaxed)
        if patience != 0, fallAsleep() { poll(daemon.descriptor, for: patience) }
        sleep.store(.awake, ordering: .sequentiallyConsistent)
    }

    /// - Returns: false when it was woken in the meantime.
    private func fallAsleep() -> Bool {
        sleep.compareExchange(expected: .awake, desired: .asleep, ordering: .sequentiallyConsistent).exchanged
    }

    private func poll(_ descriptor: Int32, for milliseconds: UInt64?) {
        withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { descriptors in
            descriptors[0] = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            descriptors[1] = pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
            let limit = milliseconds.map { Int32(clamping: $0) } ?? -1
            Glibc.poll(descriptors.baseAddress, 2, limit)
            if descriptors[1].revents != 0 { wakeup.reset() }
        }
    }
}
