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

    let steps: [Step]
    let fence: Fence
    /// Where the cursors of the tracks stand before.
    private let cursors: [Track: Int64]

    /// Leaves out the events of lanes that are not held any more.
    /// - Throws: ``LanesLost``.
    init(_ events: [EventMessage], _ bus: Bus) throws(LanesLost) {
        let cursors = bus.inbox.with { inbox in
            events.reduce(into: [Track: Int64?]()) { cursors, event in
                if cursors[event.track] == nil { cursors[event.track] = .some(inbox.cursor(event.track)) }
            }
        }
        self.cursors = cursors.compactMapValues { $0 }
        let held = self.cursors.count == cursors.count ? events : events.filter { cursors[$0.track] != .some(nil) }
        let now = bus.clock.now()
        steps = held.map { Step(event: $0, effect: Self.effect(of: $0, bus.contents, now)) }
        fence = try bus.held.fence(self.cursors.keys.map(\.lane))
    }

    var tracks: Set<Track> { Set(cursors.keys) }

    /// Where the cursors stand once these steps are committed.
    static func ends(of steps: some Swift.Sequence<Step>) -> [Track: Int64] {
        steps.reduce(into: [:]) { ends, step in ends[step.event.track] = step.event.sequence }
    }

    /// Records how far the tracks are read.
    /// - Throws: ``CursorMoved``, ``StoreError``.
    func advance(to ends: [Track: Int64], in transaction: any Transaction) throws {
        let sets = ends.map { track, end -> [any SQLBindable] in
            [
                track.lane.number, track.source.stream.rawValue, track.source.producer.rawValue,
                Int64(track.source.origin.value), end, cursors[track] ?? 0,
            ]
        }
        guard try transaction.run(BusQuery.advanceCursor, each: sets) == sets.count else { throw CursorMoved() }
    }

    /// An event that nobody here listens to passes without effect.
    private static func effect(of event: EventMessage, _ contents: Contents, _ now: Timestamp) -> Effect {
        guard let handler = contents.handlers[event.track.source.feed]?[event.tail.topic] else { return { _ in } }
        do {
            return try handler.prepare(event, now)
        } catch {
            return { _ in throw error }
        }
    }
}

/// Somebody else has moved the cursor of a track: what is known of it here is out of date, and nothing was written.
struct CursorMoved: Error {}
