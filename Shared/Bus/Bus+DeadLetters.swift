import Contracts
import Runtime
import Store

extension Bus {
    /// The events that were given up, oldest first.
    /// - Parameters:
    ///   - id: the last one of the page before.
    ///   - limit: how many at most.
    package func deadLetters(after id: String = "", limit: Int = 100) async throws -> [DeadLetter] {
        try await store.read { reader in
            try reader.rows(BusQuery.deadLetters, id, limit).compactMap { try DeadLetter($0) }
        }
    }

    /// Applies an event that was given up, now out of its order, and takes it off the list.
    /// - Throws: a `Problem` when there is no such dead letter; what its handler throws, and then it stays.
    package func retryDeadLetter(_ id: String) async throws {
        let contents = contents
        let now = clock.now()
        try await store.write { transaction in
            guard let row = try transaction.first(BusQuery.deadLetter, id), let letter = try DeadLetter(row),
                let event = letter.event, let handler = contents.handlers[event.track.source.feed]?[event.tail.topic]
            else { throw Problem.notFound("dead letter") }
            guard try transaction.run(BusQuery.digUp, id) == 1 else { throw Problem.notFound("dead letter") }
            try handler.prepare(event, now).apply(in: transaction)
        }
    }
}
