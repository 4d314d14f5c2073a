import CZeroMQ

/// What the sockets of one process share: libzmq's own I/O thread.
///
/// Unchecked: “a ØMQ context is thread safe and may be shared among as many application threads as necessary”
/// (zmq_ctx_new(3)).
final class MessagingContext: @unchecked Sendable {
    let handle: UnsafeMutableRawPointer

    init() throws(MessagingError) {
        guard let handle = zmq_ctx_new() else { throw MessagingError("zmq_ctx_new") }
        self.handle = handle
    }

    /// The sockets keep their context, so none is open any more; waits at most for their linger time.
    deinit { zmq_ctx_term(handle) }
}
