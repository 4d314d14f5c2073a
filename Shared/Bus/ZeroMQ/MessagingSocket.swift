import CZeroMQ

/// A ZeroMQ socket. Only one thread may use it.
struct MessagingSocket: ~Copyable {
    enum Kind {
        case publish, subscribe
    }

    private let context: MessagingContext
    let handle: UnsafeMutableRawPointer

    init(_ context: MessagingContext, _ kind: Kind) throws(MessagingError) {
        guard let handle = zmq_socket(context.handle, kind == .publish ? ZMQ_PUB : ZMQ_SUB) else {
            throw MessagingError("zmq_socket")
        }
        self.context = context
        self.handle = handle
    }

    deinit { zmq_close(handle) }

    /// - Parameter option: one with an `int` value: `ZMQ_LINGER`.
    func set(_ option: Int32, _ value: Int32) throws(MessagingError) {
        var value = value
        guard zmq_setsockopt(handle, option, &value, MemoryLayout<Int32>.size) == 0 else {
            throw MessagingError("zmq_setsockopt", "\(option)")
        }
    }

    /// - Parameter option: one with bytes: `ZMQ_CURVE_SERVERKEY`.
    func set(_ option: Int32, _ value: [UInt8]) throws(MessagingError) {
        guard zmq_setsockopt(handle, option, value, value.count) == 0 else {
            throw MessagingError("zmq_setsockopt", "\(option)")
        }
    }

    func subscribe(_ prefix: String) throws(MessagingError) { try set(ZMQ_SUBSCRIBE, Array(prefix.utf8)) }

    func unsubscribe(_ prefix: String) throws(MessagingError) { try set(ZMQ_UNSUBSCRIBE, Array(prefix.utf8)) }

    func bind(_ endpoint: String) throws(MessagingError) {
        guard zmq_bind(handle, endpoint) == 0 else { throw MessagingError("zmq_bind", endpoint) }
    }

    func connect(_ endpoint: String) throws(MessagingError) {
        guard zmq_connect(handle, endpoint) == 0 else { throw MessagingError("zmq_connect", endpoint) }
    }

    func disconnect(_ endpoint: String) throws(MessagingError) {
        guard zmq_disconnect(handle, endpoint) == 0 else { throw MessagingError("zmq_disconnect", endpoint) }
    }

    /// Where it is bound, with the port that was taken for port 0.
    func boundEndpoint(else fallback: String) -> String {
        var bytes = [CChar](repeating: 0, count: 512)
        var size = bytes.count
        guard zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &bytes, &size) == 0 else { return fallback }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Hands one frame to libzmq, which copies it. A publishing socket never blocks: it drops what a peer is too slow
    /// for.
    /// - Returns: false when it was not taken.
    @discardableResult
    func send(_ frame: borrowing [UInt8], more: Bool) -> Bool {
        frame.withUnsafeBytes { send($0, more: more) }
    }

    @discardableResult
    func send(_ frame: ArraySlice<UInt8>, more: Bool) -> Bool {
        frame.withUnsafeBytes { send($0, more: more) }
    }

    @discardableResult
    func send(_ frame: String, more: Bool) -> Bool {
        var frame = frame
        return frame.withUTF8 { send(UnsafeRawBufferPointer($0), more: more) }
    }

    private func send(_ frame: UnsafeRawBufferPointer, more: Bool) -> Bool {
        zmq_send(handle, frame.baseAddress, frame.count, ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)) >= 0
    }
}
