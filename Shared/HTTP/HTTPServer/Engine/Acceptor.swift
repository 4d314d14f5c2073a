import CMicroHTTP
import Dispatch
import Glibc
import Runtime
import Synchronization

/// Accepts a server's connections and gives each to the loop that has the fewest.
final class Acceptor: Sendable {
    private let listener: Listener
    private let loops: [EventLoop]
    private let limit: Int
    private let wakeup: Wakeup
    private let isEnding = Atomic(false)
    private let thread = DispatchQueue(label: "http accept")

    /// - Parameters:
    ///   - listener: closed at the end of ``run()``.
    ///   - limit: connections at once; further ones wait in the kernel's queue.
    init(_ listener: Listener, to loops: [EventLoop], limit: Int) throws(HTTPServerError) {
        guard let wakeup = Wakeup() else { throw .couldNotStart(code: errno) }
        self.wakeup = wakeup
        self.listener = listener
        self.loops = loops
        self.limit = limit
    }

    /// Accepts until ``end()``.
    func run() async {
        await withCheckedContinuation { done in
            thread.async {
                while !self.isEnding.load(ordering: .sequentiallyConsistent) { self.acceptNext() }
                close(self.listener.socket)
                done.resume()
            }
        }
    }

    func end() {
        isEnding.store(true, ordering: .sequentiallyConsistent)
        wakeup.wake()
    }

    private func acceptNext() {
        let counts = loops.map { $0.connections.load(ordering: .relaxed) }
        guard counts.reduce(0, +) < limit, let fewest = zip(counts, loops).min(by: { $0.0 < $1.0 })?.1 else {
            return wait(withListener: false)
        }
        let socket = cmhd_accept(listener.socket)
        if socket >= 0 {
            fewest.add(socket)
        } else {
            // Without a descriptor or memory left the next one would fail as well.
            wait(withListener: ![EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno))
        }
    }

    /// Until a connection comes; for a moment when none can be taken.
    private func wait(withListener: Bool) {
        withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { descriptors in
            descriptors[0] = pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
            descriptors[1] = pollfd(fd: listener.socket, events: Int16(POLLIN), revents: 0)
            poll(descriptors.baseAddress, withListener ? 2 : 1, withListener ? -1 : 50)
        }
    }
}
