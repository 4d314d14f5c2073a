import Contracts

/// What has one gapless sequence of events: one lane of one stream of one producer.
struct Track: Hashable, Sendable {
    let source: Source
    let lane: Lane

    init(_ source: Source, _ lane: Lane) {
        self.source = source
        self.lane = lane
    }
}

/// One stream of one producer.
struct Source: Hashable, Sendable {
    let producer: ServiceName
    let origin: Origin
    let stream: Stream

    var feed: Feed { Feed(producer: producer, stream: stream) }
}

/// What one can subscribe to: one stream of one service, whatever its outbox.
struct Feed: Hashable, Sendable {
    let producer: ServiceName
    let stream: Stream
}
