import Contracts
import Synchronization

/// About how many conversations a source of pages has, remembered for a minute: enough to choose the shortest way, and
/// staff ask for the same few filters again and again.
final class SourceSizes: Sendable {
    /// How many are remembered; no more are taken in until some are too old.
    private static let capacity = 10_000
    private static let lifetime = Duration.seconds(60)

    private struct Key: Hashable {
        let workspace: WorkspaceID
        let isEnded: Bool
        let source: ListSource
    }

    private struct Size {
        let count: Int
        /// How far was counted.
        let limit: Int
        let until: ContinuousClock.Instant
    }

    private let known = Mutex<[Key: Size]>([:])

    /// The count of the last minute, else the one that is made now.
    /// - Parameter limit: how far is counted.
    func size(
        of source: ListSource,
        for filter: ConversationFilter,
        upTo limit: Int,
        count: () throws -> Int
    ) rethrows -> Int {
        let key = Key(workspace: filter.workspace, isEnded: filter.isEnded, source: source)
        let now = ContinuousClock.now
        if let size = known.withLock({ $0[key] }), size.until > now, size.count < size.limit || size.limit >= limit {
            return min(size.count, limit)
        }
        let size = Size(count: try count(), limit: limit, until: now + Self.lifetime)
        known.withLock { known in
            if known.count >= Self.capacity { known = known.filter { $0.value.until > now } }
            if known.count < Self.capacity { known[key] = size }
        }
        return size.count
    }
}
