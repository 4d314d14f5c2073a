import Contracts

/// Work that every channel has: begun for each that is there or comes, and cancelled for each that goes.
struct PerChannel: Sendable {
    let directory: ChannelDirectory

    /// Runs until it is cancelled.
    /// - Throws: what `work` throws while its channel is there.
    func run(_ work: @escaping @Sendable (ChannelID) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: ChannelID?.self) { group in
            var running: Set<ChannelID> = []
            watch(&group)
            while true {
                for channel in directory.all where running.insert(channel.id).inserted {
                    group.addTask {
                        try await whileThere(channel.id, work)
                        return channel.id
                    }
                }
                if let ended = try await group.next() ?? nil { running.remove(ended) } else { watch(&group) }
            }
        }
    }

    /// Adds a task that ends when the directory changes after now.
    private func watch(_ group: inout ThrowingTaskGroup<ChannelID?, any Error>) {
        let pokes = directory.changes.pokes
        group.addTask {
            try await directory.changes.wait(after: pokes, atMost: .seconds(3600))
            return nil
        }
    }

    private func whileThere(
        _ channel: ChannelID,
        _ work: @escaping @Sendable (ChannelID) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await work(channel)
                } catch {
                    // Its entry went while it was at work.
                    if directory.has(channel) { throw error }
                }
            }
            group.addTask {
                while true {
                    let pokes = directory.changes.pokes
                    guard directory.has(channel) else { return }
                    try await directory.changes.wait(after: pokes, atMost: .seconds(3600))
                }
            }
            try await group.next()
            group.cancelAll()
            while true {
                do {
                    guard try await group.next() != nil else { return }
                } catch is CancellationError {}
            }
        }
    }
}
