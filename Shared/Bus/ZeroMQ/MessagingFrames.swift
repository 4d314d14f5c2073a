import CZeroMQ

/// The frames of one received message at a time, in memory that is used again for the next one.
struct MessagingFrames: ~Copyable {
    /// Topic, header, payload; what comes behind is dropped.
    private static let capacity = 3

    private let frames: UnsafeMutablePointer<zmq_msg_t>
    private(set) var count = 0

    init() {
        frames = .allocate(capacity: Self.capacity)
        for index in 0..<Self.capacity { zmq_msg_init(frames + index) }
    }

    deinit {
        for index in 0..<Self.capacity { zmq_msg_close(frames + index) }
        frames.deallocate()
    }

    /// Receives the next message if there is one: it never waits.
    mutating func receive(from socket: borrowing MessagingSocket) -> Bool {
        count = 0
        var isLast = false
        while !isLast {
            let frame = frames + min(count, Self.capacity - 1)
            guard zmq_msg_recv(frame, socket.handle, ZMQ_DONTWAIT) >= 0 else { return false }
            isLast = zmq_msg_more(frame) == 0
            count += 1
        }
        return true
    }

    /// - Parameters:
    ///   - index: 0 to 2, below `count`.
    ///   - body: the bytes are valid inside it alone.
    func withBytes<R, E: Error>(of index: Int, _ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        let frame = frames + index
        return try body(UnsafeRawBufferPointer(start: zmq_msg_data(frame), count: zmq_msg_size(frame)))
    }
}
