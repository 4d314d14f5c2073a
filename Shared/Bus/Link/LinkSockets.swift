import CZeroMQ
import Crypto

/// The two sockets of an instance, set up: what it publishes it also hears itself.
struct LinkSockets: ~Copyable {
    let publisher: MessagingSocket
    let subscriber: MessagingSocket

    private init(_ publisher: consuming MessagingSocket, _ subscriber: consuming MessagingSocket) {
        self.publisher = publisher
        self.subscriber = subscriber
    }

    /// - Throws: ``BusError``.
    static func open(
        _ configuration: BusConfiguration,
        at endpoint: String,
        _ instance: InstanceID
    ) throws(BusError) -> LinkSockets {
        let sockets = try pair(configuration, instance)
        do throws(MessagingError) {
            try sockets.publisher.bind(endpoint)  // the last one, so that its port is told
        } catch {
            throw .bind(endpoint, error.reason)
        }
        return sockets
    }

    private static func pair(
        _ configuration: BusConfiguration,
        _ instance: InstanceID
    ) throws(BusError) -> LinkSockets {
        do throws(MessagingError) {
            let context = try MessagingContext()
            let publisher = try publisher(context, configuration)
            let subscriber = try subscriber(context, configuration)
            let own = "inproc://\(instance)"
            try publisher.bind(own)
            try subscriber.connect(own)
            try subscriber.subscribe(Topic.beats)
            try subscriber.subscribe(Topic.reply(instance))
            return LinkSockets(publisher, subscriber)
        } catch {
            throw .messaging(error)
        }
    }

    private static func publisher(
        _ context: MessagingContext,
        _ configuration: BusConfiguration
    ) throws(MessagingError) -> MessagingSocket {
        let socket = try MessagingSocket(context, .publish)
        try socket.set(ZMQ_SNDHWM, configuration.highWaterMark)
        try socket.set(ZMQ_LINGER, 500)  // milliseconds, for what was published last
        if case .tcp(_, _, let keys) = configuration.transport {
            try socket.set(ZMQ_CURVE_SERVER, 1)
            try socket.set(ZMQ_CURVE_SECRETKEY, keys.secretKey)
        }
        return socket
    }

    /// CURVE in both directions: all who know the cluster key derive one pair of keys from it. A peer that lacks it does
    /// not know the public key, without which no handshake succeeds.
    private static func subscriber(
        _ context: MessagingContext,
        _ configuration: BusConfiguration
    ) throws(MessagingError) -> MessagingSocket {
        let socket = try MessagingSocket(context, .subscribe)
        try socket.set(ZMQ_RCVHWM, configuration.highWaterMark)
        try socket.set(ZMQ_LINGER, 0)
        // Milliseconds, all of them.
        try socket.set(ZMQ_RECONNECT_IVL, 50)
        try socket.set(ZMQ_RECONNECT_IVL_MAX, 1000)
        try socket.set(ZMQ_HANDSHAKE_IVL, 5000)
        try socket.set(ZMQ_HEARTBEAT_IVL, 2000)
        try socket.set(ZMQ_HEARTBEAT_TIMEOUT, 6000)
        if case .tcp(_, _, let keys) = configuration.transport {
            try socket.set(ZMQ_CURVE_SERVERKEY, keys.publicKey)
            try socket.set(ZMQ_CURVE_PUBLICKEY, keys.publicKey)
            try socket.set(ZMQ_CURVE_SECRETKEY, keys.secretKey)
        }
        return socket
    }
}
