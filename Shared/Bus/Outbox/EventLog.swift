import Contracts
import Store

/// How an engine keeps told events: each track gapless from 1, for as long as ``RetentionKeeper`` keeps them.
protocol EventLog: Sendable {
    /// Numbers events and keeps them.
    /// - Returns: the events with their sequences, those of a track in order.
    func append(_ drafts: [EventDraft], in transaction: any Transaction) throws -> [NumberedEvent]

    /// The newest sequence of a track; 0 when it never had an event.
    func head(of track: OwnTrack, in reader: any Reader) throws -> Int64

    /// The newest sequence of each track that ever had an event.
    func heads(in reader: any Reader) throws -> [OwnTrack: Int64]

    /// The events of one track behind a sequence, in order.
    func events(of track: OwnTrack, after sequence: Int64, limit: Int, in reader: any Reader) throws -> [NumberedEvent]

    /// What was asked for: about so many events, those of a track in order.
    func replay(_ request: ReplayRequest, in reader: any Reader) throws -> Replay

    /// Deletes events of a stream, a few at a time.
    /// - Parameters:
    ///   - passed: the newest sequence that may go, by lane; nothing of a lane that is not there.
    ///   - time: younger ones stay.
    func prune(_ stream: Stream, upTo passed: [Lane: Int64], before time: Timestamp, in store: any Store) async throws
}

/// Events for a consumer that missed them, and what there is of each track.
struct Replay: Sendable {
    /// Bytes after which a replay stops; the consumer asks on.
    static let enough = 4 << 20

    var events: [NumberedEvent] = []
    var extents: [ReplayedMessage.Extent] = []
}

extension StoreEngine {
    /// SQLite has one writer, and so one order of all events. PostgreSQL has many, which meet in one track at most.
    var eventLog: any EventLog {
        switch self {
        case .sqlite: BlockLog()
        case .postgres: TrackLog()
        }
    }
}
