import Contracts
import Runtime
import Store

/// Events in the hands of the applier, decoded, with all that their transaction checks and records.
struct EventBatch: Sendable {
    struct Step: Sendable {
        let event: EventMessage
        /// Throws the reason when the event cannot be read.
        let effect: Effect
    }

    /// How far a batch takes a track.
    private struct Reach {
        /// Where the cursor stands before.
        let cursor: Int64
        var end: Int64
    }

    let steps: [Step]
    let fence: Fence
    private let reaches: [Track: Reach]

    /// Leaves out the events of lanes that are not held any more.
    /// - Throws: ``LanesLost``.
    init(_ events: [EventMessage], _ bus: Bus) throws(LanesLost) {
        let (reaches, held) = bus.inbox.with { Self.reaches(of: events, in: $0) }
        var effects = EffectMaker(contents: bus.contents, now: bus.clock.now())
        self.reaches = reaches
        steps = held.map { Step(event: $0, effect: effects.effect(of: $0)) }
        fence = try bus.held.fence(reaches.keys.map(\.lane))
    }

    /// How far each track goes, and the events of those that are held.
    private static func reaches(
        of events: [EventMessage],
        in inbox: Inbox
    ) -> (reaches: [Track: Reach], held: [EventMessage]) {
        var reaches: [Track: Reach] = [:]
        let held = events.filter { event in
            if let index = reaches.index(forKey: event.track) {
                reaches.values[index].end = event.sequence
                return true
            }
            guard let cursor = inbox.cursor(event.track) else { return false }
            reaches[event.track] = Reach(cursor: cursor, end: event.sequence)
            return true
        }
        return (reaches, held)
    }

    /// Where the cursors stand once all is committed.
    var ends: [Track: Int64] { reaches.mapValues(\.end) }

    /// Where the cursors stand once these steps are committed.
    static func ends(of steps: [Step]) -> [Track: Int64] {
        steps.reduce(into: [:]) { ends, step in ends[step.event.track] = step.event.sequence }
    }

    /// Records how far the tracks are read.
    /// - Throws: ``CursorMoved``, ``StoreError``.
    func advance(to ends: [Track: Int64], in transaction: any Transaction) throws {
        let sets = ends.map { track, end -> [any SQLBindable] in
            [
                track.lane.number, track.source.stream.rawValue, track.source.producer.rawValue,
                Int64(track.source.origin.value), end, reaches[track]?.cursor ?? 0,
            ]
        }
        guard try transaction.run(BusQuery.advanceCursor, each: sets) == sets.count else { throw CursorMoved() }
    }
}

/// Makes effects of events. Those that follow one another mostly have one handler, which is looked up once.
private struct EffectMaker {
    let contents: Contents
    let now: Timestamp
    private var last: (feed: Feed, topic: String, handler: EventHandler?)?

    init(contents: Contents, now: Timestamp) {
        self.contents = contents
        self.now = now
    }

    /// An event that nobody here listens to passes without effect.
    mutating func effect(of event: EventMessage) -> Effect {
        guard let handler = handler(of: event) else { return { _ in } }
        do {
            return try handler.prepare(event, now)
        } catch {
            return { _ in throw error }
        }
    }

    private mutating func handler(of event: EventMessage) -> EventHandler? {
        let (feed, topic) = (event.track.source.feed, event.tail.topic)
        if let last, last.feed == feed, last.topic == topic { return last.handler }
        let found = contents.handlers[feed]?[topic]
        last = (feed, topic, found)
        return found
    }
}

/// Somebody else has moved the cursor of a track: what is known of it here is out of date, and nothing was written.
struct CursorMoved: Error {}
