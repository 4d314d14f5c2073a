import Contracts

/// What came from the network and waits to be applied: per track in order, over all tracks as it came.
///
/// A state machine without I/O. Its size has limits; what does not fit is forgotten and had by replay later.
struct Inbox {
    struct Limits {
        /// Events that wait to be applied.
        var events = 32_768
        /// Bytes of their payloads.
        var bytes = 16 << 20
    }

    private struct Reader {
        var sequencer: Sequencer
        /// The newest whose effect is committed.
        var applied: Int64
        /// A failed event is not tried again before this.
        var pausedUntil: ContinuousClock.Instant?
    }

    let feeds: Set<Feed>
    private let limits: Limits
    private(set) var lanes = LaneSet.none
    private var readers: [Track: Reader] = [:]
    /// How often a track has begun anew.
    private(set) var era = 0
    /// The era in which a track last began anew: what was taken before is void.
    private var restarts: [Track: Int] = [:]
    private var ready: [EventMessage] = []
    /// The first of `ready` that was not taken.
    private var start = 0
    private var bytes = 0

    init(_ feeds: Set<Feed>, limits: Limits = Limits()) {
        self.feeds = feeds
        self.limits = limits
    }

    var count: Int { ready.count - start }
    private var hasRoom: Bool { count < limits.events && bytes < limits.bytes }

    /// How far the tracks are committed.
    var applied: [Track: Int64] { readers.mapValues(\.applied) }

    /// How many events are known to exist and not applied yet.
    var backlog: Int64 { readers.values.reduce(0) { $0 + $1.sequencer.head - $1.applied } }

    /// Begins to take the events of a lane.
    mutating func hold(_ lane: Lane, cursors: [Track: Int64]) {
        lanes.insert(lane)
        for (track, cursor) in cursors where track.lane == lane {
            readers[track] = Reader(sequencer: Sequencer(after: cursor), applied: cursor)
        }
    }

    /// Forgets all of a lane.
    mutating func release(_ lane: Lane) {
        lanes.remove(lane)
        forget { $0.track.lane == lane }
        for track in readers.keys where track.lane == lane {
            restart(track)
            readers[track] = nil
        }
    }

    /// - Returns: false for an event that is dropped: a duplicate, or one that nobody here waits for.
    mutating func receive(_ event: EventMessage, now: ContinuousClock.Instant) -> Bool {
        // Looked up once: this is done for each event.
        guard
            let reader = readers.index(forKey: event.track)
                ?? (admits(event.track) ? readers.index(forKey: event.track) : nil)
        else { return false }
        let isPaused = readers.values[reader].pausedUntil.map { now < $0 } ?? false
        let hasRoom = hasRoom && !isPaused
        let known = ready.count
        let isNew = readers.values[reader].sequencer.receive(event, hasRoom: hasRoom, now: now, into: &ready)
        weigh(from: known)
        return isNew
    }

    /// Learns from a heartbeat what exists.
    /// - Parameter sequences: by lane.
    mutating func learn(_ source: Source, heads sequences: [Int64], now: ContinuousClock.Instant) {
        for lane in lanes.lanes where lane.number < sequences.count && sequences[lane.number] > 0 {
            let track = Track(source, lane)
            guard admits(track) else { continue }
            readers[track]?.sequencer.learn(head: sequences[lane.number], now: now)
        }
    }

    /// - Returns: how many events cannot be had any more, although some before them were read.
    mutating func replayed(_ source: Source, _ extents: [ReplayedMessage.Extent]) -> Int64 {
        let known = ready.count
        var lost: Int64 = 0
        for extent in extents {
            guard let lane = Lane(extent.lane), let last = readers[Track(source, lane)]?.sequencer.last else {
                continue
            }
            if last > 0 { lost += max(0, min(extent.first, extent.head + 1) - 1 - last) }
            readers[Track(source, lane)]?.sequencer.replayed(first: extent.first, head: extent.head, into: &ready)
        }
        weigh(from: known)
        return lost
    }

    /// Which events to ask for again, by whom they were told; asking is remembered. None while much waits here.
    mutating func replays(_ now: ContinuousClock.Instant) -> [Source: [ReplayRequest.After]] {
        guard count < limits.events / 4, bytes < limits.bytes / 4 else { return [:] }
        var wanted: [Source: [ReplayRequest.After]] = [:]
        for (track, reader) in readers where reader.sequencer.wantsReplay(now) && !isPaused(track, now) {
            readers[track]?.sequencer.asked(now)
            let after = ReplayRequest.After(lane: track.lane.number, sequence: reader.sequencer.last)
            wanted[track.source, default: []].append(after)
        }
        return wanted
    }

    /// Waits no longer for what outboxes have told that a service has given up. Their cursors stay: they say that
    /// the service's tables have gone back, should it come back with one of them.
    /// - Parameter origins: that the service speaks for; none while it is not there.
    mutating func giveUp(_ producer: ServiceName, except origins: Set<Origin>) {
        guard !origins.isEmpty else { return }
        for (track, reader) in readers where reader.sequencer.isBehind && track.source.producer == producer {
            if !origins.contains(track.source.origin) { readers[track]?.sequencer.giveUp() }
        }
    }

    /// The next events to apply; they stay in the caller's hands until ``applied(_:upTo:)`` or ``rewind(_:until:)``.
    mutating func take(_ limit: Int) -> [EventMessage] {
        let end = min(start + limit, ready.count)
        let batch = Array(ready[start..<end])
        bytes -= batch.reduce(0) { $0 + $1.payload.count }
        start = end
        if start == ready.count {
            ready.removeAll(keepingCapacity: true)
            start = 0
        } else if start > limits.events / 2 {
            ready.removeFirst(start)
            start = 0
        }
        return batch
    }

    /// Where the cursor of a track stands, for events that were taken in an era; nil when they are void: the track has
    /// begun anew, or its lane is not held any more.
    func cursor(_ track: Track, since era: Int) -> Int64? {
        guard era == self.era || restarts[track, default: 0] <= era else { return nil }
        return readers[track]?.applied
    }

    mutating func applied(_ track: Track, upTo sequence: Int64) {
        readers[track]?.applied = sequence
    }

    /// Goes back to what is committed, to try again from there after a pause.
    mutating func rewind(_ track: Track, until moment: ContinuousClock.Instant?) {
        guard let applied = readers[track]?.applied else { return }
        reset(track, to: applied)
        readers[track]?.pausedUntil = moment
    }

    /// Begins anew behind a cursor.
    mutating func reset(_ track: Track, to cursor: Int64) {
        guard readers[track] != nil else { return }
        forget { $0.track == track }
        restart(track)
        readers[track]?.applied = cursor
        readers[track]?.sequencer.rewind(to: cursor)
    }

    private mutating func restart(_ track: Track) {
        era += 1
        restarts[track] = era
    }

    /// Whether events of the track are for here; one that is seen for the first time is read from its beginning.
    private mutating func admits(_ track: Track) -> Bool {
        if readers[track] != nil { return true }
        guard lanes.contains(track.lane), feeds.contains(track.source.feed) else { return false }
        readers[track] = Reader(sequencer: Sequencer(after: 0), applied: 0)
        return true
    }

    private func isPaused(_ track: Track, _ now: ContinuousClock.Instant) -> Bool {
        readers[track]?.pausedUntil.map { now < $0 } ?? false
    }

    /// Adds up the payloads that were added behind the first ones.
    private mutating func weigh(from known: Int) {
        bytes += ready[known...].reduce(0) { $0 + $1.payload.count }
    }

    private mutating func forget(_ isForgotten: (EventMessage) -> Bool) {
        ready = ready[start...].filter { !isForgotten($0) }
        start = 0
        bytes = ready.reduce(0) { $0 + $1.payload.count }
    }
}
