import Runtime

/// What happens later: acks, retries, QR rotations, replies of people.
final class Agenda: Service {
    let name = "agenda"
    /// How many times faster than real ones the scaled delays pass.
    let speed: Double
    private let items: AsyncStream<Item>
    private let entry: AsyncStream<Item>.Continuation

    private struct Item: Sendable {
        var delay: Duration
        var action: @Sendable () async -> Void
    }

    /// - Parameter speed: above 0; 1 is real time.
    init(speed: Double) {
        self.speed = speed
        (items, entry) = AsyncStream.makeStream(of: Item.self)
    }

    func scaled(_ delay: Duration) -> Duration { delay / speed }

    /// Does something after a delay, which is taken as it is; scale it first where it should scale.
    func after(_ delay: Duration, _ action: @escaping @Sendable () async -> Void) {
        entry.yield(Item(delay: delay, action: action))
    }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            for await item in items {
                group.addTask {
                    do {
                        if item.delay > .zero { try await Task.sleep(for: item.delay) }
                        await item.action()
                    } catch {}  // stopped meanwhile: it will not happen any more
                }
            }
            group.cancelAll()
        }
        try Task.checkCancellation()
    }
}
