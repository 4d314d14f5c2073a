import Dispatch

/// Gives memory back that a burst has left behind: of five thousand browsers that have gone, half of what they took would
/// stay for good.
package struct HeapKeeper: Service {
    package let name = "heap keeper"
    private let interval: Duration

    /// Unused bytes for which it is worth the while.
    private static let worthwhile = 64 << 20

    package init(interval: Duration = .seconds(60)) {
        self.interval = interval
    }

    package func run() async throws {
        // What cannot be given back, since it shares its pages with what is in use, is not tried for again.
        var stuck = 0
        while true {
            try await Task.sleep(for: interval)
            stuck = await Self.trim(beyond: stuck)
        }
    }

    /// On a thread that may wait.
    /// - Returns: how many unused bytes stay.
    private static func trim(beyond stuck: Int) async -> Int {
        await withCheckedContinuation { done in
            DispatchQueue.global(qos: .utility).async {
                let unused = Heap.unused
                guard unused >= stuck + worthwhile else { return done.resume(returning: min(stuck, unused)) }
                Heap.trim()
                done.resume(returning: Heap.unused)
            }
        }
    }
}
