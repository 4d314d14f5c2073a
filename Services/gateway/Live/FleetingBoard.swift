import Contracts
import Synchronization

/// What the feed shows beside its items: the newest of each person's presence, for half a minute. It has no place in the
/// feed, and whoever comes later or reads slowly misses what was in between.
final class FleetingBoard: Sendable {
    static let lifetime = Duration.seconds(30)
    /// People in conversations; what is more is not shown.
    static let limit = 4096
    static let type = "presence.changed"

    fileprivate struct Entry {
        /// Of this instance, growing.
        let sequence: Int64
        let note: PresenceNote
        let shownAt: ContinuousClock.Instant
    }

    fileprivate struct State {
        var entries: [WorkspaceID: [PresenceItem.Key: Entry]] = [:]
        var count = 0
        var head: Int64 = 0
    }

    private let state = Mutex(State())

    /// - Returns: those that are news.
    func put(_ notes: [PresenceNote], at now: ContinuousClock.Instant = .now) -> [PresenceNote] {
        state.withLock { state in
            state.prune(before: now - Self.lifetime)
            return notes.filter { state.put($0, now) }
        }
    }

    /// What is known of a conversation now.
    func presences(in conversation: ConversationID, of workspace: WorkspaceID) -> [PresenceItem] {
        let oldest = ContinuousClock.now - Self.lifetime
        let entries = state.withLock { state in state.entries[workspace].map { Array($0.values) } ?? [] }
        return entries.filter { $0.note.item.conversationId == conversation && $0.shownAt > oldest }
            .sorted { $0.sequence < $1.sequence }
            .map(\.note.item)
    }
}

extension FleetingBoard.State {
    /// - Returns: false for what is older than what is known, or one too many.
    fileprivate mutating func put(_ note: PresenceNote, _ now: ContinuousClock.Instant) -> Bool {
        let key = note.item.key
        if let held = entries[note.workspace]?[key] {
            guard held.note.item.at <= note.item.at else { return false }
        } else {
            guard count < FleetingBoard.limit else { return false }
            count += 1
        }
        head += 1
        entries[note.workspace, default: [:]][key] = FleetingBoard.Entry(
            sequence: head,
            note: note,
            shownAt: now
        )
        return true
    }

    fileprivate mutating func prune(before oldest: ContinuousClock.Instant) {
        for workspace in entries.keys {
            let left = entries[workspace]?.filter { $0.value.shownAt > oldest } ?? [:]
            entries[workspace] = left.isEmpty ? nil : left
        }
        count = entries.values.reduce(0) { $0 + $1.count }
    }
}
