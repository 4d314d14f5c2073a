/// Puts the events of one track in order: drops what came before, keeps what came early, and knows when something is
/// missing.
struct Sequencer {
    /// How many events that came early are kept; further ones are dropped, and a replay brings them again.
    static let earlyLimit = 64
    /// How long a gap may last before it is taken for a loss: messages of several instances overtake one another.
    static let grace: Duration = .milliseconds(50)
    /// How long to wait for a replay before asking again.
    static let patience: Duration = .seconds(1)

    /// The newest that was handed on.
    private(set) var last: Int64
    /// The newest that is known to exist.
    private(set) var head: Int64
    private var early: [Int64: EventMessage] = [:]
    /// Since when something has been missing without any progress.
    private var behindSince: ContinuousClock.Instant?
    private var askedAt: ContinuousClock.Instant?

    /// - Parameter last: the newest that needs no delivery any more.
    init(after last: Int64) {
        self.last = last
        head = last
    }

    var isBehind: Bool { head > last }

    /// Takes an event that came.
    /// - Parameters:
    ///   - hasRoom: false when nothing may be handed on: then the event is forgotten, but not that it exists.
    ///   - queue: gets each event whose turn has come.
    /// - Returns: false for one that had been handed on before.
    mutating func receive(
        _ event: EventMessage,
        hasRoom: Bool = true,
        now: ContinuousClock.Instant,
        into queue: inout [EventMessage]
    ) -> Bool {
        guard event.sequence > last else { return false }
        head = max(head, event.sequence)
        if hasRoom, event.sequence == last + 1 {
            last = event.sequence
            queue.append(event)
            handOnEarly(to: &queue)
            behindSince = isBehind ? now : nil
            return true
        }
        if hasRoom, early.count < Self.earlyLimit { early[event.sequence] = event }
        behindSince = behindSince ?? now
        return true
    }

    /// Learns of events that exist.
    mutating func learn(head known: Int64, now: ContinuousClock.Instant) {
        head = max(head, known)
        if isBehind { behindSince = behindSince ?? now }
    }

    /// Whether it is time to ask for a replay.
    func wantsReplay(_ now: ContinuousClock.Instant) -> Bool {
        guard isBehind else { return false }
        if let askedAt { return askedAt + Self.patience <= now }
        return behindSince.map { $0 + Self.grace <= now } ?? true
    }

    mutating func asked(_ now: ContinuousClock.Instant) {
        askedAt = now
    }

    /// A replay has ended.
    /// - Parameters:
    ///   - first: the oldest event that the producer still has: what lies before it cannot be had any more.
    ///   - queue: gets each event whose turn has come by that.
    mutating func replayed(first: Int64, head known: Int64, into queue: inout [EventMessage]) {
        askedAt = nil
        head = max(head, known)
        last = max(last, min(first, head + 1) - 1)
        early = early.filter { $0.key > last }
        handOnEarly(to: &queue)
        behindSince = nil
    }

    /// Forgets that more exists: nobody sends it any more.
    mutating func giveUp() {
        head = last
        early = [:]
        askedAt = nil
        behindSince = nil
    }

    /// Goes back: what came after is wanted once more.
    mutating func rewind(to sequence: Int64) {
        last = sequence
        early = [:]
        askedAt = nil
        behindSince = nil
    }

    private mutating func handOnEarly(to queue: inout [EventMessage]) {
        while !early.isEmpty, let next = early.removeValue(forKey: last + 1) {
            last = next.sequence
            queue.append(next)
        }
    }
}
