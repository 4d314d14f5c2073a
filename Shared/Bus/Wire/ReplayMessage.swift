import Contracts

/// Asks a producer to send events again: the payload of a request named ``name``.
struct ReplayRequest: Codable, Sendable {
    static let name = "bus.replay"

    /// Of the producer's outbox; 8 hexadecimal digits.
    let origin: String
    let stream: Stream
    var tracks: [After]
    /// About how many events at most, over all tracks.
    var limit: Int

    struct After: Codable, Hashable, Sendable {
        /// 0 to 63.
        let lane: Int
        /// The newest that the consumer has.
        let sequence: Int64
    }
}

/// Follows the events of a replay, and says what the outbox still has: the payload of a message of its own kind.
struct ReplayedMessage: Codable, Sendable {
    let producer: ServiceName
    /// 8 hexadecimal digits.
    let origin: String
    let stream: Stream
    let tracks: [Extent]

    struct Extent: Codable, Hashable, Sendable {
        /// 0 to 63.
        let lane: Int
        /// All before it are gone; 1 when none is known to be, head + 1 when all are. Where the consumer stands does not
        /// matter: by the time this comes it may have gone back.
        let first: Int64
        /// The newest there is.
        let head: Int64
    }
}
