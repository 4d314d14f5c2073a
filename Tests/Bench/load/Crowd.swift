import CEpoll
import Glibc
import TestPeers

/// Many clients that read what comes, on one thread.
struct Crowd: ~Copyable {
    private(set) var clients: [WatchingClient]
    private let epoll = epoll_create1(0)
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    private var events = [epoll_event](repeating: epoll_event(), count: 512)

    init(_ clients: [WatchingClient]) {
        self.clients = clients
        for (index, client) in clients.enumerated() {
            var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(index)))
            epoll_ctl(epoll, EPOLL_CTL_ADD, client.socket.raw, &event)
        }
    }

    deinit {
        close(epoll)
        buffer.deallocate()
    }

    /// Waits a while for something to read.
    /// - Parameter firstRead: is shown what the first of the clients reads.
    /// - Returns: whether anything came.
    mutating func read(_ firstRead: (UnsafeRawBufferPointer) -> Void) -> Bool {
        let count = Int(epoll_wait(epoll, &events, Int32(events.count), 100))
        guard count > 0 else { return false }
        for place in 0..<count {
            let index = Int(events[place].data.u64)
            let bytes = clients[index].read(buffer)
            if index == 0 { firstRead(bytes) }
            if clients[index].closed != nil {
                var event = epoll_event()
                epoll_ctl(epoll, EPOLL_CTL_DEL, clients[index].socket.raw, &event)
            }
        }
        return true
    }
}
