package import Contracts
package import Crypto

/// How a process takes part in the bus.
package struct BusConfiguration: Sendable {
    /// Where peers meet.
    package enum Transport: Sendable {
        /// On one machine: sockets in a folder that all services share. Its path has at most 80 bytes.
        case ipc(folder: String)
        /// Over the network: `bind` is `host:port` (port 0 takes a free one), peers are `host:port`, whose names are
        /// resolved to all their addresses again and again. All who share the keys are let in, and no one else.
        case tcp(bind: String, peers: [String], keys: CurveKeyPair)
    }

    package var transport: Transport
    /// How long told events are kept at least.
    package var retention: Retention
    /// Between two heartbeats.
    package var beat: Duration = .milliseconds(500)
    /// A peer that was not heard for this long is taken for dead.
    package var silence: Duration = .seconds(3)
    /// Between two tries of a request.
    package var retry: Duration = .milliseconds(300)
    /// How often an event is tried before it becomes a dead letter.
    package var attempts = 5
    /// How many events a transaction applies at most.
    package var batch = 256
    /// How many events may wait to be applied, in 16 MB at most; further ones are forgotten, and had by replay: then a
    /// consumer that is behind anyway reads them twice.
    package var waitingEvents = 32_768
    /// How many messages wait for one slow peer before further ones are dropped; a replay brings events again.
    package var highWaterMark: Int32 = 16_384
    /// How many requests may wait for their turn; further ones are refused.
    package var waitingRequests = 1024
    /// For tests: whether a message is lost on its way out, by its topic.
    package var loses: (@Sendable (String) -> Bool)?

    package init(_ transport: Transport, retention: Retention = Retention()) {
        self.transport = transport
        self.retention = retention
    }
}

/// How long an outbox keeps the events of a stream: until each service that has ever read the stream has passed them,
/// and at least for a time.
package struct Retention: Sendable {
    package var keep: Duration
    /// Streams with a time of their own.
    package var streams: [Stream: Duration]
    /// Streams that no service reads durably: only the time counts.
    package var unread: Set<Stream>
    /// Between two times of clearing away.
    package var pause: Duration = .seconds(10)

    package init(
        keep: Duration = .seconds(3600),
        streams: [Stream: Duration] = [.feed: .seconds(24 * 3600)],
        unread: Set<Stream> = [.feed]
    ) {
        self.keep = keep
        self.streams = streams
        self.unread = unread
    }

    func time(for stream: Stream) -> Duration { streams[stream] ?? keep }
}
