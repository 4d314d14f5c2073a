import Synchronization

/// What a process still waits for before it can do its work: what `/readyz` shows.
package final class Readiness: Sendable {
    private let parts = Mutex<[String]>([])

    package init() {}

    /// - Parameter part: as `/readyz` names it: `store`, `bus`, `peer conversations`.
    package func waiting(for part: String) {
        parts.withLock { parts in
            if !parts.contains(part) { parts.append(part) }
        }
    }

    package func ready(_ part: String) {
        parts.withLock { parts in parts.removeAll { $0 == part } }
    }

    /// What is not ready yet, in the order it was told.
    package var missing: [String] { parts.withLock { $0 } }

    package var isReady: Bool { missing.isEmpty }
}
