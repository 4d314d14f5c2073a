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
    private enum Sleep: UInt8, AtomicRepresentable { case awake, asleep, woken }

    let engine: Engine
    /// Connections, the ones on their way included.
    let connections = Atomic(0)
    private let arrivals = Mutex<[Int32]>([])
    private let turns = Turns()
    private let sleep = Atomic(Sleep.awake)
    private let wakeup: Wakeup
    private let isEnding = Atomic(false)
    private let isBusy = Atomic(false)
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
        isBusy.store(true, ordering: .relaxed)
    }

    /// Keeps a request that has come whole until all are there that came with it: on the loop's thread.
    func gather(_ exchange: Exchange, _ body: [UInt8]) {
        turns.gather(exchange, body)
    }

    private func serve(by daemon: Daemon) {
        while !isEnding.load(ordering: .sequentiallyConsistent) {
            wait(for: daemon)
            let arrived = arrivals.withLock { arrived in
                defer { arrived = [] }
                return arrived
            }
            for socket in arrived {
                daemon.add(socket)
                connections.subtract(1, ordering: .relaxed)  // counted on its own, or refused
            }
            daemon.run()
            turns.handOver(on: self)
        }
        for socket in arrivals.withLock({ $0 }) { close(socket) }
    }

    /// While requests wait for their turn's answers libmicrohttpd always has something to go on with, and would be run
    /// in vain.
    private func wait(for daemon: Daemon) {
        var patience = daemon.patience
        let isBusy = isBusy.exchange(false, ordering: .relaxed)
        if turns.areOpen, patience == 0, !isBusy { patience = 1 }
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
