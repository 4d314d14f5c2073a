import Contracts
import Store

/// Events whose turn has come, with all that their transaction checks and records.
struct EventBatch: Sendable {
    typealias Step = DecodedEvents.Step

    /// How far a batch takes a track.
    private struct Reach {
        /// Where the cursor stands before.
        let cursor: Int64
        var end: Int64
    }

    let steps: [Step]
    let fence: Fence
    private let reaches: [Track: Reach]

    /// Leaves out the events that are void by now, and those whose effect is committed already.
    /// - Throws: ``LanesLost``.
    init(_ decoded: DecodedEvents, _ bus: Bus) throws(LanesLost) {
        (reaches, steps) = bus.inbox.with { Self.reaches(of: decoded, in: $0) }
        fence = try bus.held.fence(reaches.keys.map(\.lane))
    }

    /// How far each track goes, and the steps that lead there.
    private static func reaches(of decoded: DecodedEvents, in inbox: Inbox) -> ([Track: Reach], [Step]) {
        var reaches: [Track: Reach] = [:]
        reaches.reserveCapacity(Lane.count)
        var isVoid = false
        for step in decoded.steps {
            let event = step.event
            if let index = reaches.index(forKey: event.track) {
                reaches.values[index].end = event.sequence
            } else if let cursor = inbox.cursor(event.track, since: decoded.era), cursor < event.sequence {
                reaches[event.track] = Reach(cursor: cursor, end: event.sequence)
            } else {
                isVoid = true
            }
        }
        guard isVoid else { return (reaches, decoded.steps) }
        return (reaches, decoded.steps.filter { $0.event.sequence > reaches[$0.event.track]?.cursor ?? .max })
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

/// Somebody else has moved the cursor of a track: what is known of it here is out of date, and nothing was written.
struct CursorMoved: Error {}
