import Bus
import CZeroMQ
import Crypto
import ServiceHost

/// The tool's own place on the bus: it hears what it has subscribed to, and others hear what it sends.
///
/// Not `Sendable`: ZeroMQ's sockets belong to one thread.
final class Member {
    let instance = InstanceID()
    private let addresses: PeerAddresses
    private let context: UnsafeMutableRawPointer
    private let publisher: UnsafeMutableRawPointer
    private let subscriber: UnsafeMutableRawPointer
    private var connected: Set<String> = []
    private var nextLook = ContinuousClock.now

    /// - Parameters:
    ///   - keys: the cluster's, for tcp alone.
    ///   - prefixes: beginnings of the topics to hear; an empty one hears all. Replies to itself it hears anyway.
    /// - Throws: ``MemberError``.
    init(_ place: BusPlace, keys: CurveKeyPair?, prefixes: [String]) throws(MemberError) {
        addresses = PeerAddresses(place, name: "tool-\(instance)")
        guard let context = zmq_ctx_new(), let publisher = zmq_socket(context, ZMQ_PUB),
            let subscriber = zmq_socket(context, ZMQ_SUB)
        else { throw MemberError("zmq_socket", zmq_errno()) }
        self.context = context
        self.publisher = publisher
        self.subscriber = subscriber
        if let keys { try encrypt(keys) }
        try set(publisher, ZMQ_LINGER, 500)
        try set(subscriber, ZMQ_RCVHWM, 0)  // as much as there is memory for: what it does not print is lost
        for prefix in prefixes + ["reply.\(instance)."] { try set(subscriber, ZMQ_SUBSCRIBE, Array(prefix.utf8)) }
        guard zmq_bind(publisher, addresses.own) == 0 else { throw MemberError(addresses.own, zmq_errno()) }
    }

    deinit {
        zmq_close(publisher)
        zmq_close(subscriber)
        zmq_ctx_term(context)
        addresses.leave()
    }

    func send(_ message: WireMessage) {
        let frames = message.frames
        for (index, frame) in frames.enumerated() {
            let more = index < frames.count - 1 ? ZMQ_SNDMORE : 0
            guard zmq_send(publisher, frame, frame.count, ZMQ_DONTWAIT | more) >= 0 else { return }
        }
    }

    /// The next message; nil when none came for 100 ms. Looks for new peers now and then.
    func receive() -> WireMessage? {
        if nextLook <= .now { connect() }
        var item = zmq_pollitem_t(socket: subscriber, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
        guard zmq_poll(&item, 1, 100) > 0 else { return nil }
        var frames: [[UInt8]] = []
        while let (frame, isLast) = receiveFrame() {
            frames.append(frame)
            if isLast { return WireMessage(frames: frames) }
        }
        return nil
    }

    private func receiveFrame() -> (bytes: [UInt8], isLast: Bool)? {
        var frame = zmq_msg_t()
        zmq_msg_init(&frame)
        defer { zmq_msg_close(&frame) }
        guard zmq_msg_recv(&frame, subscriber, ZMQ_DONTWAIT) >= 0 else { return nil }
        let bytes = Array(UnsafeRawBufferPointer(start: zmq_msg_data(&frame), count: zmq_msg_size(&frame)))
        return (bytes, zmq_msg_more(&frame) == 0)
    }

    private func connect() {
        for endpoint in addresses.others().subtracting(connected) where zmq_connect(subscriber, endpoint) == 0 {
            connected.insert(endpoint)
        }
        nextLook = .now + .milliseconds(200)
    }

    /// All who know the cluster's key use one pair of keys, in both directions.
    private func encrypt(_ keys: CurveKeyPair) throws(MemberError) {
        try set(publisher, ZMQ_CURVE_SERVER, 1)
        try set(publisher, ZMQ_CURVE_SECRETKEY, keys.secretKey)
        try set(subscriber, ZMQ_CURVE_SERVERKEY, keys.publicKey)
        try set(subscriber, ZMQ_CURVE_PUBLICKEY, keys.publicKey)
        try set(subscriber, ZMQ_CURVE_SECRETKEY, keys.secretKey)
    }

    private func set(_ socket: UnsafeMutableRawPointer, _ option: Int32, _ value: Int32) throws(MemberError) {
        var value = value
        guard zmq_setsockopt(socket, option, &value, MemoryLayout<Int32>.size) == 0 else {
            throw MemberError("zmq_setsockopt", zmq_errno())
        }
    }

    private func set(_ socket: UnsafeMutableRawPointer, _ option: Int32, _ value: [UInt8]) throws(MemberError) {
        guard zmq_setsockopt(socket, option, value, value.count) == 0 else {
            throw MemberError("zmq_setsockopt", zmq_errno())
        }
    }
}

/// Why the tool has no place on the bus.
struct MemberError: Error, CustomStringConvertible {
    let description: String

    init(_ what: String, _ code: Int32) {
        description = "\(what): \(String(cString: zmq_strerror(code)))"
    }
}
