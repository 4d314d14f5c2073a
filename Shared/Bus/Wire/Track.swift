import Contracts

/// What has one gapless sequence of events: one lane of one stream of one producer.
struct Track: Hashable, Sendable {
    let source: Source
    let lane: Lane

    init(_ source: Source, _ lane: Lane) {
        self.source = source
        self.lane = lane
    }

    /// In numbers: an enum of names would be hashed by its name, and this is done several times for each event.
    func hash(into hasher: inout Hasher) {
        hasher.combine(Int64(source.origin.value) << 32 | OwnTrack(source.stream, lane).code)
    }
}

/// One stream of one producer.
struct Source: Hashable, Sendable {
    let producer: ServiceName
    let origin: Origin
    let stream: Stream

    var feed: Feed { Feed(producer: producer, stream: stream) }

    func hash(into hasher: inout Hasher) { hasher.combine(Int64(origin.value) << 32 | stream.code) }
}

/// What one can subscribe to: one stream of one service, whatever its outbox.
struct Feed: Hashable, Sendable {
    let producer: ServiceName
    let stream: Stream

    /// Few streams have two producers.
    func hash(into hasher: inout Hasher) { hasher.combine(stream.code) }
}
